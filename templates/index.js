// Order and search of the forums' table, and where the focus goes when a report opens. The page reads without this; all texts stand in it.
"use strict";

const table = document.getElementById("list");
const body = table.tBodies[0];
const rows = [...body.rows];
const form = document.querySelector(".filter");
const [find, kind] = [document.getElementById("find"), document.getElementById("kind")];
const told = document.querySelector(".told");
const heads = [...table.tHead.rows[0].cells].filter((head) => head.dataset.sort);
const collator = new Intl.Collator(document.documentElement.lang);

const fold = (text) => text.toLocaleLowerCase(document.documentElement.lang).normalize("NFC").replaceAll("\u00ad", "");
const sorted = () => heads.find((head) => head.getAttribute("aria-sort") !== "none");

function tell() {
  const shown = rows.filter((row) => !row.hidden).length;
  const head = sorted();
  const rising = head && head.getAttribute("aria-sort") === "ascending";
  const order = head ? told.dataset[rising ? "rising" : "falling"].replace("{column}", head.textContent.trim()) : told.dataset.workbook;
  told.textContent = `${told.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length)}, ${order}`;
  document.querySelector(".none").hidden = shown > 0;
}

function filter() {
  const words = fold(find.value).split(/\s+/).filter(Boolean);
  for (const row of rows) {
    const text = fold(row.dataset.search);
    row.hidden = !(words.every((word) => text.includes(word)) && (!kind.value || row.dataset.kind === kind.value));
  }
  tell();
}

// Rising, falling, then the workbook's order again; a number that is not shown stands last either way.
function sort(head) {
  const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
  for (const other of heads) other.setAttribute("aria-sort", other === head ? next : "none");
  const numeric = head.dataset.sort === "number";
  const key = (row) => row.cells[head.cellIndex].dataset.key;
  const compare = (one, two) => {
    if (!key(one) || !key(two)) return !key(one) - !key(two);
    const ahead = numeric ? key(one) - key(two) : collator.compare(key(one), key(two));
    return next === "ascending" ? ahead : -ahead;
  };
  body.append(...(next === "none" ? rows : [...rows].sort(compare)));
  tell();
}

for (const head of heads) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  button.addEventListener("click", () => sort(head));
  head.append(button);
  head.setAttribute("aria-sort", "none");
}
table.classList.add("sortable");
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
tell();

// The address says what is open; the focus follows, so that a reader hears it.
const title = document.title;
function follow(moved) {
  const open = document.querySelector(".reading:target");
  document.title = open ? `${open.dataset.name} · ${title}` : title;
  if (open) {
    const heading = open.querySelector("h1");
    heading.tabIndex = -1;
    if (moved) window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  } else if (moved && location.hash) {
    document.querySelector(location.hash)?.focus();
  }
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.offsetParent) box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
  }
}
window.addEventListener("hashchange", () => follow(true));
window.addEventListener("resize", () => follow(false));
window.addEventListener("load", () => follow(false)); // the address has its target by then
