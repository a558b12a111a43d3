// The picture of a network, to walk through: it takes the place of the server's picture when somebody asks for it. The table beside it
// says the same and goes along: what is chosen in one is chosen in the other. Texts come from the page; none becomes markup.

const WIDE = Math.cos(Math.PI / 2.6); // how far from an arrow's direction a neighbour may lie

export async function explore(box) {
  const words = box.dataset;
  const [{ default: cytoscape }, answer] = await Promise.all([import(words.engine), fetch(words.graph, { headers: { Accept: "application/json" } })]);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const graph = await answer.json();
  // The library would write a style element into the page, which the policy forbids; finding one of this name, it does not. Its one rule is in networks.css.
  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const mark = document.createElement("meta");
    mark.id = "__________cytoscape_stylesheet";
    document.head.append(mark);
  }
  const neighbours = graph.nodes.map(() => []);
  for (const [a, b] of graph.edges) { neighbours[a].push(b); neighbours[b].push(a); }
  const state = { graph, neighbours, words, now: -1 };
  draw(cytoscape, box, state);
  list(box, state);
  keys(state);
  state.field.focus({ preventScroll: true });
  choose(state, first(state), false);
}

function draw(cytoscape, box, state) {
  const { graph, words } = state;
  const field = state.field = document.createElement("div");
  field.className = "walk-graph __________cytoscape_container";
  field.tabIndex = 0;
  field.setAttribute("role", "application");
  field.setAttribute("aria-label", words.name);
  field.setAttribute("aria-describedby", "graph-keys");
  state.said = document.getElementById("graph-said");
  box.querySelector(".still").after(field);
  box.classList.add("walked");
  document.getElementById("graph-keys").hidden = false;
  state.cy = cytoscape({
    container: field,
    elements: [
      ...graph.nodes.map((node) => ({ group: "nodes", data: { ...node, id: `${node.id}` }, position: { x: node.x, y: node.y } })),
      ...graph.edges.map(([a, b]) => ({ group: "edges", data: { source: `${a}`, target: `${b}` } })),
    ],
    layout: { name: "preset", fit: true, padding: 14 },
    style: style(graph),
    minZoom: 0.2, maxZoom: 6, boxSelectionEnabled: false, selectionType: "single", autounselectify: true,
  });
  state.cy.on("tap", "node", (event) => { choose(state, Number(event.target.id()), false); field.focus({ preventScroll: true }); });
  state.cy.on("dbltap", "node", (event) => open(state, Number(event.target.id())));
  const again = () => state.cy.style(style(graph));
  for (const asked of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(asked).addEventListener("change", again);
}

function style(graph) {
  const seen = getComputedStyle(document.documentElement);
  const colour = (name) => seen.getPropertyValue(`--${name}`).trim();
  const font = getComputedStyle(document.body).fontFamily;
  return [
    { selector: "node", style: {
      width: (node) => node.data("r") * 2, height: (node) => node.data("r") * 2, shape: "ellipse", "background-color": (node) => colour(node.data("group")),
      "border-width": 1, "border-color": colour("soft"), "font-family": font, "font-size": 11, color: colour("ink"), "min-zoomed-font-size": 7,
      "text-outline-color": colour("soft"), "text-outline-width": 2.5, "text-valign": "top", "text-margin-y": -2,
    } },
    ...Object.entries(graph.shapes).map(([kind, points]) => polygon(kind, points)),
    { selector: "node[kind != 'report']", style: { label: "data(label)" } },
    { selector: "node[kind = 'report'][reports > 1]", style: {
      label: "data(reports)", "text-valign": "center", "text-margin-y": 0, color: colour("in"), "text-outline-width": 0, "font-weight": 600, "font-size": 10,
    } },
    { selector: "edge", style: { width: 1, "line-color": colour("tie"), "curve-style": "haystack" } },
    { selector: ".far", style: { opacity: 0.25 } },
    // Labels of what is far would lie over each other; those of numbers in bundles do not.
    { selector: "node.far[kind != 'report']", style: { label: "" } },
    { selector: "edge.near", style: { width: 2, "line-color": colour("accent") } },
    { selector: "node.near", style: { "border-width": 2, "border-color": colour("accent") } },
    { selector: "node.now", style: { "border-width": 4, "border-color": colour("accent"), label: "data(label)", "z-index": 9, color: colour("ink"),
      "text-outline-width": 2.5, "text-valign": "top", "text-margin-y": -3 } },
  ];
}

// The shapes of the server's picture; the library wants corners between -1 and 1, so a shape that is larger than its circle makes the node larger.
function polygon(kind, points) {
  const most = Math.max(...points.map(Math.abs));
  const size = (node) => node.data("r") * 2 * most;
  return { selector: `node[kind = "${kind}"]`, style: {
    shape: "polygon", "shape-polygon-points": points.map((one) => (one / most).toFixed(3)).join(" "), width: size, height: size,
  } };
}

function list(box, state) {
  const body = document.getElementById("graph-rows");
  state.rows = [];
  const order = state.graph.nodes.map((node) => node.id).sort((a, b) => rank(state, a) - rank(state, b));
  for (const id of order) {
    const node = state.graph.nodes[id];
    const row = document.createElement("tr");
    const name = document.createElement("td");
    const to = address(state, node);
    const shown = document.createElement(to ? "a" : "span");
    if (to) shown.href = to;
    shown.textContent = node.label;
    name.append(shown);
    if (node.kind === "report" && node.reports > 1) {
      for (const pk of node.behind) {
        const one = document.createElement("a");
        one.href = state.words.report.replace("/0/", `/${pk}/`);
        one.textContent = `R-${pk}`;
        name.append(" ", one);
      }
      if (node.reports > node.behind.length) name.append(" …");
    }
    const detail = document.createElement("td");
    detail.textContent = node.kind === "report" ? "" : node.detail;
    row.append(name, detail);
    row.addEventListener("focusin", () => choose(state, id, false, false));
    row.addEventListener("click", () => choose(state, id, false, false));
    state.rows[id] = row;
    body.append(row);
  }
  document.getElementById("graph-list").hidden = false;
}

// Identifiers first, those with most reports on top.
const rank = (state, id) => (state.graph.nodes[id].kind === "report" ? 1e6 : 0) - state.graph.nodes[id].reports + id / 1e6;
const first = (state) => state.graph.nodes.map((node) => node.id).reduce((best, id) => (rank(state, id) < rank(state, best) ? id : best), 0);

function address(state, node) {
  if (node.kind !== "report") return `${state.words.reports}?q=${encodeURIComponent(node.value)}`;
  return node.reports === 1 && node.behind.length ? state.words.report.replace("/0/", `/${node.behind[0]}/`) : "";
}

function choose(state, id, move = true, scroll = true) {
  if (!state.graph.nodes[id]) return;
  state.rows[state.now]?.removeAttribute("aria-selected");
  state.now = id;
  const { cy } = state;
  const node = cy.getElementById(`${id}`);
  cy.batch(() => {
    cy.elements().removeClass("now near far");
    const near = node.closedNeighborhood();
    cy.elements().not(near).addClass("far");
    near.addClass("near");
    node.removeClass("near").addClass("now");
  });
  if (move && !within(cy, node)) cy.center(node);
  state.rows[id].setAttribute("aria-selected", "true");
  if (scroll) {
    const list = document.getElementById("graph-list");
    list.scrollTop = state.rows[id].offsetTop - list.clientHeight / 2;
  }
  const one = state.graph.nodes[id];
  state.said.textContent = `${one.label}. ${one.detail}. ${state.words.neighbours} ${state.neighbours[id].length}`;
}

function within(cy, node) {
  const at = node.renderedPosition();
  return at.x > 30 && at.y > 30 && at.x < cy.width() - 30 && at.y < cy.height() - 30;
}

// The neighbour that lies most in the arrow's direction; none when all lie elsewhere.
function towards(state, dx, dy) {
  const from = state.graph.nodes[state.now];
  let best = -1;
  let most = -Infinity;
  for (const id of state.neighbours[state.now]) {
    const to = state.graph.nodes[id];
    const [x, y] = [to.x - from.x, to.y - from.y];
    const far = Math.hypot(x, y) || 1;
    const along = (x * dx + y * dy) / far;
    if (along > WIDE && along - far / 5000 > most) { most = along - far / 5000; best = id; }
  }
  return best;
}

function open(state, id) {
  const to = address(state, state.graph.nodes[id]);
  if (to) location.assign(to);
  else state.rows[id].querySelector("a")?.focus();
}

// Where several neighbours lie one way, `[` and `]` go through all of them in turn, those of the node before.
function turn(state, step) {
  const from = state.around ?? state.now;
  const around = state.neighbours[from];
  if (!around.length) return;
  state.around = from;
  choose(state, around[(around.indexOf(state.now) + step + around.length) % around.length]);
}

function keys(state) {
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const zoom = (by) => state.cy.zoom({ level: state.cy.zoom() * by, renderedPosition: { x: state.cy.width() / 2, y: state.cy.height() / 2 } });
  state.field.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const done = {
      Enter: () => open(state, state.now),
      Home: () => choose(state, first(state)),
      "+": () => zoom(1.25),
      "-": () => zoom(0.8),
      0: () => state.cy.fit(undefined, 14),
      "[": () => turn(state, -1),
      "]": () => turn(state, 1),
    }[event.key];
    if (arrows[event.key]) {
      const next = towards(state, ...arrows[event.key]);
      if (next >= 0) { state.around = null; choose(state, next); }
    } else if (done) {
      done();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

for (const box of document.querySelectorAll("[data-graph]")) {
  const button = box.querySelector("button.explore");
  button.hidden = false;
  const start = async () => {
    if (box.dataset.started) return;
    box.dataset.started = "yes";
    button.disabled = true;
    try {
      await explore(box);
      button.hidden = true;
    } catch (trouble) {
      console.error(trouble);
      delete box.dataset.started;
      button.disabled = false;
      document.getElementById("graph-said").textContent = box.dataset.failed;
    }
  };
  button.addEventListener("click", start);
  box.querySelector(".still").addEventListener("click", start);
}
