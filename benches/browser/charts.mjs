// New data for every chart of a dashboard, drawn until the pixels are there: ours, uPlot, Chart.js and ECharts, one after the
// other and in turn. Sets globalThis.result to the median milliseconds a repaint of all charts takes, and the part of it that
// is not the browser's own drawing. All draw lines of 1 px, as our charts do where points are this close: a browser without a GPU
// draws wider ones many times slower, whoever asks for them.
import start, { add, repaint } from "/repaint/repaint.js";

const [CHARTS, SERIES, POINTS, WIDTH, HEIGHT, ROUNDS] = [8, 5, 336, 460, 220, 31];
const LINE = 1;
const COLOURS = ["#e69f00", "#56b4e9", "#009e73", "#0072b2", "#d55e00"];
const { uPlot, echarts, Chart } = globalThis;

const times = Array.from({ length: POINTS }, (_, i) => 1_700_002_800 + i * 3600);
const series = (shift) => Array.from({ length: SERIES }, (_, s) => times.map((_, i) => 100 + 20 * Math.sin(i / 9 + s + shift) + ((i * 7919 + s * 13 + shift) % 17)));
/** Two sets of data in turn, so that no library can tell that nothing changed. */
const data = [0, 3].map((shift) => Array.from({ length: CHARTS }, (_, chart) => series(chart + shift)));

const box = () => {
  const element = document.createElement("div");
  element.style.width = `${WIDTH}px`;
  element.style.height = `${HEIGHT}px`;
  document.body.append(element);
  return element;
};
/** Reading a pixel makes the browser draw everything that was asked for. */
const finish = (contexts) => contexts.forEach((context) => context.getImageData(0, 0, 1, 1));

await start();
for (const each of data.flat()) add(Float64Array.from(each.flat()));

const peers = {
  ours: () => {
    const canvases = data[0].map(() => {
      const canvas = document.createElement("canvas");
      box().append(canvas);
      return canvas;
    });
    return {
      paint: (which) => canvases.forEach((canvas, chart) => repaint(canvas, which * CHARTS + chart, WIDTH, HEIGHT)),
      contexts: () => canvases.map((canvas) => canvas.getContext("2d")),
    };
  },
  uPlot: () => {
    const charts = data[0].map((own) => new uPlot({ width: WIDTH, height: HEIGHT, series: [{}, ...own.map((_, i) => ({ label: `s${i}`, stroke: COLOURS[i], width: LINE }))] }, [times, ...own], box()));
    return {
      paint: async (which) => {
        charts.forEach((chart, at) => {
          chart.setData([times, ...data[which][at]]);
          chart.redraw(true, true);
        });
        await null; // it draws in a microtask
        await null;
      },
      contexts: () => charts.map((chart) => chart.ctx),
    };
  },
  "Chart.js": () => {
    const charts = data[0].map((own) => {
      const canvas = document.createElement("canvas");
      box().append(canvas);
      const datasets = own.map((values, i) => ({ label: `s${i}`, data: values, borderColor: COLOURS[i], pointRadius: 0, borderWidth: LINE }));
      return new Chart(canvas, { type: "line", data: { labels: times, datasets }, options: { animation: false, maintainAspectRatio: false } });
    });
    return {
      paint: (which) =>
        charts.forEach((chart, at) => {
          chart.data.datasets.forEach((set, i) => (set.data = data[which][at][i]));
          chart.update("none");
        }),
      contexts: () => charts.map((chart) => chart.ctx),
    };
  },
  ECharts: () => {
    const option = (own) => ({ animation: false, legend: {}, tooltip: { trigger: "axis" }, xAxis: { type: "time" }, yAxis: {}, series: own.map((values, i) => ({ type: "line", name: `s${i}`, showSymbol: false, lineStyle: { width: LINE }, data: values.map((value, at) => [times[at] * 1000, value]) })) });
    const charts = data[0].map((own) => {
      const chart = echarts.init(box(), null, { renderer: "canvas" });
      chart.setOption(option(own));
      return chart;
    });
    return {
      paint: (which) =>
        charts.forEach((chart, at) => {
          chart.setOption(option(data[which][at]));
          chart.getZr().flush();
        }),
      contexts: () => charts.map((chart) => chart.getDom().querySelector("canvas").getContext("2d")),
    };
  },
};

const made = Object.entries(peers).map(([name, make]) => ({ name, ...make(), took: [], asking: [] }));
const frame = () => new Promise(requestAnimationFrame);
for (let round = 0; round < ROUNDS; round++)
  for (const { paint, contexts, took, asking } of made) {
    await frame();
    const began = performance.now();
    await paint(round % 2);
    asking.push(performance.now() - began);
    finish(contexts());
    took.push(performance.now() - began);
  }
const median = (values) => values.slice(3).sort((a, b) => a - b)[(ROUNDS - 3) >> 1];
globalThis.result = Object.fromEntries(made.map(({ name, took, asking }) => [name, { all: median(took), asking: median(asking) }]));
