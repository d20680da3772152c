// Starts the app. A file of its own instead of Trunk's inline script, so that the content security policy needs neither a
// hash nor 'unsafe-inline'. Until the app stands, #boot says what is going on; if it cannot start, it says why.
const note = document.getElementById("boot");
const explain = (text) => {
  if (note) note.textContent = text;
};

try {
  // A chosen theme, before anything is painted.
  const theme = localStorage.getItem("session-health:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme it is.
}

try {
  if (typeof WebAssembly !== "object") throw new Error("no WebAssembly");
  const { default: start } = await import("./__GLUE__");
  await start({ module_or_path: new URL("./__WASM__", import.meta.url) });
  note?.remove();
} catch (error) {
  explain(
    typeof WebAssembly === "object"
      ? "Session Health could not start. Reload the page; if this stays, its server or a browser extension blocks a part of it."
      : "Session Health needs WebAssembly, which this browser does not have or does not allow. Allow it, or open the page in another browser.",
  );
  console.error(error);
}
