// Draws the charts that a page describes: the attribute data-chart holds the options of ECharts as JSON. Colours come from the style sheet, numbers are written
// in the page's language; formatters are named, since JSON holds no functions.
(() => {
  "use strict";
  const drawn = new Map();
  const language = document.documentElement.lang;

  const formats = {
    percent: value => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(value),
    percent1: value => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value),
    number: value => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value),
    whole: value => new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value),
    short: value => new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(value),
    month: value => new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(value)),
  };

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // "@format:percent" becomes a function, "@color:3" and "@css:--line" a colour, anywhere in the options.
  function prepare(value) {
    if (Array.isArray(value)) return value.map(prepare);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, prepare(inner)]));
    if (typeof value !== "string" || value[0] !== "@") return value;
    const [kind, name] = [value.slice(1, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
    if (kind === "format") return given => { const inner = given && typeof given === "object" && "value" in given ? given.value : given; return formats[name](Array.isArray(inner) ? inner[inner.length - 1] : inner); };
    if (kind === "color") return css("--chart-" + name);
    if (kind === "css") return css(name);
    return value;
  }

  function common() {
    const axis = { axisLine: { lineStyle: { color: css("--line-strong") } }, axisLabel: { color: css("--soft") }, nameTextStyle: { color: css("--soft") }, splitLine: { lineStyle: { color: css("--line") } } };
    return {
      color: Array.from({ length: 9 }, (_, i) => css("--chart-" + (i + 1))),
      backgroundColor: "transparent",
      textStyle: { color: css("--text"), fontFamily: getComputedStyle(document.body).fontFamily },
      legend: { textStyle: { color: css("--text") }, inactiveColor: css("--line-strong") },
      categoryAxis: axis, valueAxis: axis, timeAxis: axis, logAxis: axis,
    };
  }

  function draw(element) {
    drawn.get(element)?.dispose();
    // On canvas: as SVG it would write style attributes, which the page's policy forbids. Fine enough to be printed.
    const chart = echarts.init(element, common(), { renderer: "canvas", devicePixelRatio: Math.max(2, devicePixelRatio) });
    const options = prepare(JSON.parse(element.dataset.chart));
    chart.setOption({
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches && !navigator.webdriver,
      ...options,
      // Drawn, not HTML: a tooltip's inline styles would be against the page's policy.
      tooltip: options.tooltip === undefined ? undefined : { renderMode: "richText", confine: true, backgroundColor: css("--surface"), borderColor: css("--line"), textStyle: { color: css("--text") }, ...options.tooltip },
    });
    drawn.set(element, chart);
  }

  function drawAll(root) {
    for (const [element, chart] of drawn) if (!element.isConnected) { chart.dispose(); drawn.delete(element); }
    (root.matches?.("[data-chart]") ? [root] : [...root.querySelectorAll("[data-chart]")]).forEach(draw);
  }

  document.addEventListener("arrived", event => drawAll(event.detail));
  new ResizeObserver(() => drawn.forEach(chart => chart.resize())).observe(document.body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [...drawn.keys()].forEach(draw));
  window.addEventListener("beforeprint", () => drawn.forEach(chart => chart.resize()));
  drawAll(document);
})();
