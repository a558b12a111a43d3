// Keys and small comforts. Everything here improves what works without it; nothing is written into the page as markup.

document.documentElement.classList.add("scripted");

const rows = () => [...document.querySelectorAll("table.walk tbody tr")].filter((row) => row.querySelector("a[href]"));
const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
let waiting = ""; // the first key of a pair, g

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = Math.min(all.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step));
  all.forEach((row, at) => (at === next ? row.setAttribute("aria-selected", "true") : row.removeAttribute("aria-selected")));
  const link = all[next].querySelector("a[href]");
  link.focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

function go(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
  return Boolean(link);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const pair = waiting;
  waiting = "";
  if (pair === "g" && /^[a-z]$/.test(event.key)) {
    if (go(`a[data-go="${event.key}"]`)) event.preventDefault();
    return;
  }
  const done = {
    "/": () => document.querySelector("main input[type=search], input[type=search]")?.focus(),
    "?": () => document.getElementById("keys")?.showModal(),
    j: () => walk(1),
    k: () => walk(-1),
    n: () => go("a[data-new]"),
    g: () => { waiting = "g"; },
  }[event.key];
  if (done) { event.preventDefault(); done(); }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const help = event.target.closest("[data-help]");
  const copy = event.target.closest("[data-copy]");
  if (help && document.getElementById("keys")) { event.preventDefault(); document.getElementById("keys").showModal(); }
  if (copy) {
    event.preventDefault();
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.dataset.copied = "";
    const said = copy.textContent;
    copy.textContent = copy.dataset.said ?? "✓";
    setTimeout(() => { copy.textContent = said; }, 1500);
  }
});

// Both sides of a form that was left half-written: ask before it is lost.
let dirty = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-keep]")) dirty = true; });
document.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

// CSRF for HTMX: the token stands in the page's forms; the cookie is not readable on purpose.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
