// What the page promises to tests and to assistive technology, read back as plain values.

/** The figure of a widget. */
export const widget = (page, id) => page.locator(`figure[data-widget-id="${id}"]`);

/** `loading`, `ready`, `empty` or `error`. */
export const stateOf = (page, id) => widget(page, id).getAttribute("data-state");

/** States of all widgets on screen, by id. */
export const states = (page) =>
  page.$$eval("figure[data-widget-id]", (all) => Object.fromEntries(all.map((each) => [each.dataset.widgetId, each.dataset.state])));

/** `data-value` and `data-change` of a big number; `null` where there is none. */
export function bigNumber(page, id) {
  return widget(page, id).evaluate((figure) => {
    const number = (text) => (text === undefined || text === "" ? null : Number(text));
    return {
      value: number(figure.querySelector("output[data-value]")?.dataset.value),
      change: number(figure.querySelector("output[data-change]")?.dataset.change),
    };
  });
}

/** Opens "View data" of a widget, reads all its pages and closes it again: `{columns, rows: [{key, values}]}`. */
export const readTable = (page, id) => readTableIn(widget(page, id));

/** The same of any figure. */
export async function readTableIn(figure) {
  const button = figure.getByRole("button", { name: /view data/i });
  const mine = (await button.count()) > 0;
  if (mine && (await button.getAttribute("aria-expanded")) !== "true") await button.click();
  await figure.locator("table").first().waitFor();
  const table = await figure.locator("table").first().evaluate(tableOf);
  const next = figure.getByRole("button", { name: /next/i });
  while ((await next.count()) > 0 && (await next.first().isVisible()) && (await next.first().isEnabled())) {
    await next.first().click();
    table.rows.push(...(await figure.locator("table").first().evaluate(tableOf)).rows);
  }
  if (mine) await figure.getByRole("button", { name: /(view|hide) data/i }).click();
  return table;
}

function tableOf(table) {
  const text = (cell) => cell.textContent.trim();
  const number = (cell) => (cell.dataset.value === "" || cell.dataset.value === undefined ? null : Number(cell.dataset.value));
  return {
    columns: [...table.querySelectorAll("thead th")].slice(1).map(text),
    rows: [...table.querySelectorAll("tbody tr")].map((row) => {
      const time = row.querySelector("time[datetime]");
      return {
        key: time ? new Date(time.getAttribute("datetime")).getTime() : text(row.cells[0]),
        values: [...row.cells].slice(1).map(number),
      };
    }),
  };
}

/** `{column: [value, …]}` of a table over time, and the bucket starts. */
export async function readSeries(page, id) {
  const { columns, rows } = await readTable(page, id);
  const series = Object.fromEntries(columns.map((name, at) => [name, rows.map((row) => row.values[at])]));
  return { starts: rows.map((row) => row.key), series };
}

/** Rows of the releases table on screen: `{release, cells: [text]}`. */
export const releaseRows = (page) =>
  page.$$eval("tr[data-release]", (rows) =>
    rows.map((row) => ({
      release: row.dataset.release,
      cells: [...row.cells].map((cell) => cell.textContent.trim()),
      values: [...row.cells].map((cell) => cell.dataset.value ?? null),
    })),
  );

/**
 * The stretches of a chart's width, in CSS pixels from its left edge, in which one of its canvases ("plot" or "overlay") has
 * something at a height: `y` px from the top.
 */
export const inkAt = (chart, canvas, y) =>
  chart.locator(`canvas.chart-${canvas}`).evaluate(async (canvas, y) => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const ratio = canvas.width / canvas.getBoundingClientRect().width;
    const row = canvas.getContext("2d").getImageData(0, Math.round(y * ratio), canvas.width, 1).data;
    const stretches = [];
    for (let x = 0; x < canvas.width; x++) {
      if (row[4 * x + 3] === 0) continue;
      const last = stretches.at(-1);
      if (last?.[1] === x / ratio) last[1] = (x + 1) / ratio;
      else stretches.push([x / ratio, (x + 1) / ratio]);
    }
    return stretches;
  }, y);
