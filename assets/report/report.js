// Turns a still figure into Plotly's, which is read at the pointer, once somebody asks for it.
(() => {
  const SPARE = 14; // pixels beside the labels, for letters wider than the app has
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let plotly, figures;

  async function unpacked(id) {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
    return await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }

  async function load() {
    figures = JSON.parse(await unpacked("figures"));
    const program = document.createElement("script");
    program.textContent = await unpacked("plotly");
    document.head.append(program);
    return globalThis["Plotly"];
  }

  function inked(layout) {
    const [ink, line, paper] = dark.matches ? ["#e6edf3", "#3a434d", "#151b23"] : ["#1f2933", "#d5dbe1", "#ffffff"];
    const template = structuredClone(layout.template);
    const own = template.layout;
    own.font.color = own.hoverlabel.font.color = ink;
    own.hoverlabel.bgcolor = paper;
    own.paper_bgcolor = own.plot_bgcolor = "rgba(0,0,0,0)";
    for (const axis of [own.xaxis, own.yaxis]) {
      axis.gridcolor =
        axis.linecolor =
        axis.zerolinecolor =
        axis.tickcolor =
          line;
    }
    const { l = 8, r = 8, b = 8 } = layout.margin ?? {};
    const margin = { l: l + SPARE, r: r + SPARE, b, t: 40 };
    return { ...layout, template, title: undefined, dragmode: false, margin };
  }

  function draw(live, figure) {
    const layout = { ...inked(figure.layout), height: Number(live.dataset.height), autosize: true };
    return plotly.react(live, figure.data, layout, { responsive: true, displayModeBar: false });
  }

  function offer(holder) {
    const still = holder.querySelector(".still");
    const live = document.createElement("div");
    live.className = "live";
    live.hidden = true;
    live.dataset.height = holder.dataset.height;
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", still.getAttribute("aria-label"));
    still.after(live);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Read values at the pointer";
    button.setAttribute("aria-pressed", "false");
    holder.querySelector("figcaption").after(button);
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-busy") === "true") return;
      const on = live.hidden;
      button.setAttribute("aria-busy", "true");
      plotly ??= await load();
      live.hidden = !on;
      still.hidden = on;
      if (on) await draw(live, figures[holder.dataset.figure]);
      button.setAttribute("aria-pressed", String(on));
      button.setAttribute("aria-busy", "false");
      live.dataset.drawn = String(on);
    });
    dark.addEventListener("change", () => live.hidden || draw(live, figures[holder.dataset.figure]));
  }

  if ("DecompressionStream" in globalThis) document.querySelectorAll("figure[data-figure]").forEach(offer);
})();
