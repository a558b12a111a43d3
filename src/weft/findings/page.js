// What the page can do beyond standing there: draw one network at a time, sort, filter, copy, keys.
// Nothing here makes markup out of text (no innerHTML; trusted types forbid it), nothing is stored, nothing is sent.
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes = {}, ...inside) => fill(document.createElement(name), attributes, inside);
  const draw = (name, attributes = {}, ...inside) => fill(document.createElementNS(SVG, name), attributes, inside);
  function fill(element, attributes, inside) {
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
      else if (value !== "" && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...inside);
    return element;
  }
  const announce = make("p", { class: "quiet", role: "status" });

  // Sorting: a button in each heading. Numbers, sums and days sort by size, everything else as text.
  const weight = (cell) => {
    const time = cell.querySelector("time");
    if (time) return time.dateTime;
    const number = cell.classList.contains("num") ? parseFloat(cell.textContent.replace(/,/g, "")) : NaN;
    return Number.isNaN(number) ? cell.textContent.trim() : number;
  };
  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const words = head.textContent;
      const sort = () => {
        const down = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : head.classList.contains("num");
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].map((row) => [weight(row.cells[place]), row]);
        rows.sort(([a], [b]) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b))) * (down ? -1 : 1));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      };
      head.replaceChildren(make("button", { type: "button", on: { click: sort } }, words));
    });
  }
  function filterable(table, words) {
    const tally = make("span", { class: "quiet", role: "status" });
    const input = make("input", { type: "search", on: { input: () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      tally.textContent = wanted ? `${shown} of ${table.tBodies[0].rows.length} rows` : "";
    } } });
    return [make("div", { class: "tools" }, make("label", {}, words, input), tally), input];
  }

  // A long list starts short; everything is one press away, and a filter looks through all of it.
  function shorten(table, most, input) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length <= most + 10) return;
    table.classList.add("short");
    const more = make("button", { type: "button", on: { click: () => { table.classList.remove("short"); more.remove(); table.tHead.querySelector("button").focus(); } } }, `Show all ${rows.length} rows`);
    input.addEventListener("input", () => table.classList.toggle("short", input.value.trim() === "" && more.isConnected));
    table.closest(".scroll").after(make("div", { class: "tools" }, more));
  }

  // Copying: defanged, so that nobody opens a fraud site by pasting it into a chat.
  const defang = (kind, value) =>
    kind === "url" || kind === "domain" || kind === "email"
      ? value.replace(/^http/i, "hxxp").replace(/\./g, "[.]").replace(/@/g, "[@]")
      : value;
  async function copy(button, lines) {
    let done = true;
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
    } catch {
      const area = make("textarea", { "aria-hidden": "true", tabindex: "-1" });
      area.value = lines.join("\n");
      button.after(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    announce.textContent = done ? `${lines.length} identifiers copied, defanged.` : "Copying was refused by the browser.";
    const words = button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = words; }, 1500);
  }
  function copyable(table) {
    const rows = [...table.querySelectorAll("tr[data-value]")];
    if (!rows.length) return;
    const button = make("button", { type: "button", on: { click: () => copy(button, rows.map((row) => defang(row.dataset.kind, row.dataset.value))) } }, "Copy these identifiers, defanged");
    table.closest(".scroll").after(make("div", { class: "tools" }, button));
  }

  // One network: the drawing and the table beside it are two views of `nodes`; `choose` is the only thing that changes either.
  function explorer(data, room) {
    const W = 960, H = 620;
    let view, nodes, chosen, links, stage, lines;
    const says = make("p", { class: "says", role: "status" });
    const about = make("p", { class: "note" });
    const place = make("div");
    const list = make("div", { class: "scroll list", tabindex: "0", role: "region", "aria-label": "Marks of this network as a table" });
    const select = make("select", { on: { change: () => open(select.selectedIndex) } }, ...data.networks.map((network) => make("option", {}, network.id)));
    const button = (words, name, act) => make("button", { type: "button", "aria-label": name, title: name, on: { click: act } }, words);
    const tools = make("div", { class: "tools" }, make("label", {}, "Network", select),
      button("+", "Nearer", () => zoom(0.8)), button("−", "Farther", () => zoom(1.25)),
      button("←", "Move view left", () => pan(-1, 0)), button("→", "Move view right", () => pan(1, 0)),
      button("↑", "Move view up", () => pan(0, -1)), button("↓", "Move view down", () => pan(0, 1)),
      button("Whole", "Show the whole network", () => { view = [0, 0, W, H]; look(); }));
    const seats = make("div", {}, list);
    room.append(tools, about, make("div", { class: "both" }, make("div", {}, place, says), seats));

    const look = () => stage.setAttribute("viewBox", view.map((n) => Math.round(n)).join(" "));
    const pan = (x, y) => { view[0] += x * view[2] * 0.15; view[1] += y * view[3] * 0.15; look(); };
    const zoom = (by) => {
      const centre = chosen >= 0 ? [nodes[chosen].x, nodes[chosen].y] : [view[0] + view[2] / 2, view[1] + view[3] / 2];
      const wide = Math.min(W * 2, Math.max(W / 8, view[2] * by)), high = (wide * H) / W;
      view = [centre[0] - wide / 2, centre[1] - high / 2, wide, high];
      look();
    };
    const put = (node) => node.group.setAttribute("transform", `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`);
    const pull = (n) => links[n].forEach((m) => {
      const line = lines.get(n < m ? `${n} ${m}` : `${m} ${n}`);
      const [a, b] = n < m ? [n, m] : [m, n];
      fill(line, { x1: nodes[a].x, y1: nodes[a].y, x2: nodes[b].x, y2: nodes[b].y }, []);
    });

    function shape(node) {
      const points = data.shapes[node.kind];
      const attributes = { class: `mark g-${node.group_}` };
      const scaled = (more) => points.split(/[ ,]/).map((n) => ((n * (node.r + more)) / 100).toFixed(1)).join(" ");
      return points
        ? [draw("polygon", { class: "ring", points: scaled(4) }), draw("polygon", { ...attributes, points: scaled(0) })]
        : [draw("circle", { class: "ring", r: node.r + 4 }), draw("circle", { ...attributes, r: node.r })];
    }
    const short = (words) => {
      const letters = [...new Intl.Segmenter().segment(words)].map((one) => one.segment);
      return letters.length > 26 ? `${letters.slice(0, 13).join("")}…${letters.slice(-12).join("")}` : words;
    };

    function mark(node, n) {
      const bundle = node.kind === "report" && node.count > 1;
      node.group = draw("g", {
        class: `node${n < 30 && node.kind !== "report" ? " named" : ""}`, tabindex: n ? "-1" : "0", role: "button", "aria-pressed": "false",
        "aria-label": `${node.label}, ${node.detail}, ${links[n].length} lines`,
        on: { focus: () => choose(n), click: () => choose(n), keydown: (event) => walk(event, n), pointerdown: (event) => drag(event, n) },
      }, ...shape(node),
      ...(bundle ? [draw("text", { class: "in", y: 3.6 }, String(node.count))] : []),
      draw("text", { class: "tip", x: node.x > W * 0.72 ? -node.r - 7 : node.r + 7, y: 4, lang: node.lang,
        "text-anchor": node.x > W * 0.72 ? "end" : "" }, short(node.label)));
      put(node);
      return node.group;
    }
    function row(node, n) {
      node.row = make("tr", {},
        make("th", { scope: "row" }, make("button", { type: "button", lang: node.lang, on: { click: () => { choose(n); } } }, node.label)),
        make("td", {}, node.words), make("td", { class: "num" }, node.count.toLocaleString("en")), make("td", { class: "num" }, String(links[n].length)));
      return node.row;
    }
    function open(number) {
      const network = data.networks[number];
      chosen = -1;
      view = [0, 0, W, H];
      nodes = network.nodes.map(([kind, group_, label, detail, words, lang, count, r, x, y]) => ({ kind, group_, label, detail, words, lang, count, r, x, y }));
      links = nodes.map(() => []);
      lines = new Map();
      for (const [a, b] of network.edges) { links[a].push(b); links[b].push(a); }
      const edges = network.edges.map(([a, b]) => {
        const [p, q] = a < b ? [a, b] : [b, a];
        const line = draw("line", { x1: nodes[p].x, y1: nodes[p].y, x2: nodes[q].x, y2: nodes[q].y });
        lines.set(`${p} ${q}`, line);
        return line;
      });
      stage = draw("svg", { class: "stage", viewBox: `0 0 ${W} ${H}`, role: "group", "aria-label": `Drawing of ${network.id}. Arrow keys walk from mark to mark.` },
        ...edges, ...nodes.map(mark).reverse());
      const table = make("table", { class: "sortable" }, make("caption", {}, `Marks of ${network.id}`),
        make("thead", {}, make("tr", {}, ...["What", "Kind", "Reports", "Lines"].map((words, n) => make("th", { scope: "col", class: n > 1 ? "num" : "" }, words)))),
        make("tbody", {}, ...nodes.map(row)));
      sortable(table);
      const [tool] = filterable(table, "Filter ");
      list.replaceChildren(table);
      place.replaceChildren(stage);
      seats.replaceChildren(tool, list);
      spread();
      about.textContent = network.says;
      says.textContent = "Nothing chosen.";
    }
    // Names that would lie over another one stay hidden until their mark is chosen or pointed at; most named first.
    function spread() {
      const taken = [];
      nodes.forEach((node) => {
        if (!node.group.classList.contains("named")) return;
        const a = node.group.querySelector(".tip").getBoundingClientRect();
        const free = taken.every((b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top);
        if (free) taken.push(a); else node.group.classList.remove("named");
      });
    }
    function choose(n) {
      if (n === chosen) return;
      chosen = n;
      const near = new Set(n < 0 ? [] : links[n]);
      stage.classList.toggle("chosen", n >= 0);
      nodes.forEach((node, m) => {
        node.group.classList.toggle("on", m === n);
        node.group.classList.toggle("near", near.has(m));
        node.group.setAttribute("aria-pressed", String(m === n));
        node.row.classList.toggle("on", m === n);
        node.row.classList.toggle("near", near.has(m));
        if (m === n) node.row.setAttribute("aria-current", "true"); else node.row.removeAttribute("aria-current");
        if (n >= 0) node.group.setAttribute("tabindex", m === n ? "0" : "-1");
      });
      for (const [key, line] of lines) line.classList.toggle("near", n >= 0 && key.split(" ").includes(String(n)));
      if (n < 0) { says.textContent = "Nothing chosen."; return; }
      const node = nodes[n], seat = node.row.offsetTop - list.clientHeight / 2;
      list.scrollTop = Math.max(0, seat);
      const names = links[n].slice(0, 6).map((m) => short(nodes[m].label)).join(", ");
      says.textContent = `${node.label}: ${node.detail}. ` + (links[n].length ? `Lines to ${names}${links[n].length > 6 ? ` and ${links[n].length - 6} more` : ""}.` : "No lines.");
    }
    const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    function walk(event, n) {
      if (event.key === "Escape") { choose(-1); event.preventDefault(); return; }
      if (event.key === "Enter" || event.key === " ") { chosen = -1; choose(n); event.preventDefault(); return; }
      const way = WAYS[event.key];
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      // Along a line if one leads that way, else to the nearest mark there: nobody gets stuck in a corner.
      const ahead = (m) => {
        const x = nodes[m].x - nodes[n].x, y = nodes[m].y - nodes[n].y, far = Math.hypot(x, y) || 1;
        const turn = (x * way[0] + y * way[1]) / far;
        return turn > 0.25 ? far / turn : Infinity;
      };
      const nearest = (some) => some.reduce((best, m) => (m !== n && ahead(m) < (best < 0 ? Infinity : ahead(best)) ? m : best), -1);
      let next = nearest(links[n]);
      if (next < 0) next = nearest(nodes.map((_, m) => m));
      if (next >= 0) nodes[next].group.focus();
    }
    function drag(event, n) {
      const node = nodes[n], scale = view[2] / stage.clientWidth, from = [event.clientX, event.clientY, node.x, node.y];
      const move = (at) => {
        node.x = from[2] + (at.clientX - from[0]) * scale;
        node.y = from[3] + (at.clientY - from[1]) * scale;
        put(node);
        pull(n);
      };
      const end = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", end); removeEventListener("pointercancel", end); };
      addEventListener("pointermove", move);
      addEventListener("pointerup", end);
      addEventListener("pointercancel", end);
    }
    open(0);
    return (id) => {
      const number = data.networks.findIndex((network) => network.id === id);
      if (number < 0) return;
      select.selectedIndex = number;
      open(number);
      select.focus();
    };
  }

  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll("table").forEach(copyable);
  let search = null;
  const all = document.getElementById("networks-table");
  if (all) {
    const [tools, input] = filterable(all, "Filter by name, country, kind or identifier ");
    all.closest(".scroll").before(tools);
    shorten(all, 25, input);
    search = input;
  }
  const stored = document.getElementById("explore-data");
  if (stored) {
    const data = JSON.parse(stored.textContent);
    const show = explorer(data, document.getElementById("explorer"));
    // Networks without a picture of their own are one press away too.
    const drawn = new Set(data.networks.map((network) => network.id));
    document.querySelectorAll("#networks-table span.name").forEach((name) => {
      const id = name.textContent;
      if (drawn.has(id)) name.replaceChildren(make("a", { href: "#explore", on: { click: (event) => { event.preventDefault(); show(id); } } }, id));
    });
    document.querySelectorAll("article.card").forEach((card) => {
      const id = card.querySelector("h3").lastChild.textContent.trim();
      card.querySelector("figure").append(make("div", { class: "tools" }, make("button", { type: "button", on: { click: () => show(id) } }, `Look into ${id}`)));
    });
  }

  // Keys, after what analysts know from their other tools; one switch turns all single letters off (WCAG 2.1.4).
  const keys = make("input", { type: "checkbox" });
  keys.checked = true;
  const help = make("dialog", { "aria-labelledby": "help-h" }, make("h2", { id: "help-h" }, "Keys"),
    make("p", {}, make("kbd", {}, "/"), " filter the list of networks, ", make("kbd", {}, "j"), " ", make("kbd", {}, "k"), " next and previous network, ", make("kbd", {}, "?"), " this help"),
    make("p", {}, "In the drawing: arrow keys walk along lines, Enter chooses, Escape lets go."),
    make("p", {}, make("label", {}, keys, " single-letter keys are on")),
    make("form", { method: "dialog" }, make("button", { type: "submit" }, "Close")));
  // form-action 'none' forbids even a dialog's form in some browsers: the button closes by itself.
  help.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); help.close(); });
  const opener = make("button", { type: "button", on: { click: () => help.showModal() } }, "Keys and help");
  document.querySelector("nav ul").append(make("li", { class: "keys" }, opener));
  document.querySelector("nav").after(announce);
  document.body.append(help);
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || help.open || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const cards = [...document.querySelectorAll("article.card h3")];
    if (event.key === "?") help.showModal();
    else if (event.key === "/" && search) { event.preventDefault(); search.focus(); }
    else if ((event.key === "j" || event.key === "k") && cards.length) {
      at = Math.min(cards.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
      cards[at].focus();
      cards[at].scrollIntoView({ block: "start" });
    }
  });
})();
