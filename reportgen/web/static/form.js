// 表单：一页的各块。格按地址登记，答案来了只动变了的格；正在写的格不动它。

import { complain, el, problemItem, readOnly, say, write } from "./common.js";
import { act, store, text, written } from "./store.js";

export const fields = new Map();
export const rows = new Map();
const SUMMARY = ["name", "title", "target", "actual", "weight", "initial", "adjusted", "spent", "text"];
const LONG = new Set(["prose", "wording", "worked"]);
const MOST_INLINE = 6;
const WAIT = 800;
let serial = 0;

export const helpers = { pasted: null, citing: null, fixButton: () => null };

const short = (field) => field.kind === "value" && !LONG.has(field.way);

class Field {
  constructor(block, spec, address, options = {}) {
    this.spec = spec;
    this.path = address;
    this.address = written(address);
    this.table = options.table;
    const id = `f${(serial += 1)}`;
    this.input = this.control(id, options);
    this.problems = el("div", { class: "said-here", id: `${id}-m` });
    this.input.setAttribute("aria-describedby", `${id}-m`);
    Object.assign(this, { shownProblems: "", timer: 0, visited: false, composing: false });
    this.listen();
    const label = el("label", { htmlFor: id, class: options.inline ? "unseen" : "" },
      options.label ?? spec.title,
      spec.required && !options.inline ? el("span", { class: "must", text: "必填", "aria-hidden": "true" }) : null);
    if (spec.required) this.input.setAttribute("aria-required", "true");
    const cite = helpers.citing && spec.way === "prose" ? helpers.citing(this) : null;
    this.box = el("div", { class: `field ${short(spec) ? "" : "wide"}` }, label, this.input,
      options.inline ? null : this.hint(), cite, options.table ? null : this.problems);
    options.table?.says.append(this.problems);
    fields.set(this.address, this);
    this.update(null, store.state);
  }

  control(id) {
    const { spec } = this;
    const locked = readOnly || undefined;
    const choices = spec.way === "flag" ? [["true", "是"], ["false", "否"]] : spec.words;
    if (choices.length && spec.kind === "value") {
      this.choices = choices;
      return el("select", { id, disabled: locked }, el("option", { value: "", text: "" }),
        ...choices.map(([word, label]) => el("option", { value: word, text: label || word })));
    }
    return el("textarea", { id, rows: 1, readOnly: locked, spellcheck: false,
      autocomplete: "off", placeholder: this.example() });
  }

  example() {
    const hint = store.form.hints[this.address] ?? "";
    const match = /例\s*(.+?)。?$/.exec(hint || this.spec.hint);
    if (/^上年 /.test(hint)) return hint;
    return match ? `例 ${match[1]}` : "";
  }

  hint() {
    const told = store.form.hints[this.address] ?? this.spec.hint;
    const plain = told.replace(/，?例\s.+$/, "");
    const extra = this.spec.kind === "lines" ? "一行一项" : "";
    const line = [plain === this.spec.title ? "" : plain, extra].filter(Boolean).join("；");
    return line ? el("p", { class: "hint", text: line }) : null;
  }

  listen() {
    const { input } = this;
    input.addEventListener("compositionstart", () => { this.composing = true; clearTimeout(this.timer); });
    input.addEventListener("compositionend", () => { this.composing = false; this.later(); });
    input.addEventListener("input", (event) => {
      if (!event.isComposing) this.composing = false;
      this.mark();
      if (!this.composing) this.later();
    });
    input.addEventListener("blur", () => { this.visited = true; this.composing = false; this.send(); this.repaint(); });
    input.addEventListener("paste", (event) => this.table && helpers.pasted?.(event, this));
    input.addEventListener("keydown", (event) => this.key(event));
  }

  // 表里的格：Enter 到下一行的同一栏，写几行的用 Shift+Enter；别处 Enter 照常。
  key(event) {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || this.input.tagName === "SELECT") return;
    if (!short(this.spec)) return;
    event.preventDefault();
    const all = [...document.querySelectorAll("main.form textarea, main.form select")].filter((one) => one.offsetParent);
    const column = this.table ? all.filter((one) => one.dataset.column === this.input.dataset.column) : all;
    column[column.indexOf(this.input) + 1]?.focus();
  }

  mark() {
    if (this.input.value !== text(this.address)) store.dirty.add(this);
    else store.dirty.delete(this);
    document.body.classList.toggle("unsaved", store.dirty.size > 0);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAIT);
  }

  async send(before) {
    clearTimeout(this.timer);
    if (this.composing || this.sending || readOnly) return;
    if (this.conflict && before === undefined) return;
    const value = this.input.value;
    if (value === text(this.address) && before === undefined) { this.mark(); return; }
    this.sending = true;
    const wishes = () => ({ address: this.path, value, before: before ?? text(this.address) });
    await act("change", wishes).then(() => { this.trouble = ""; this.conflict = null; }, (error) => this.failed(error, value));
    this.sending = false;
    this.mark();
    this.repaint();
    if (this.input.value !== value && !this.composing) this.later();
  }

  failed(error, value) {
    const answer = error.answer;
    if (answer && "theirs" in answer) this.conflict = { mine: value, theirs: answer.theirs };
    this.trouble = answer ? `没有保存：${error.message}` : "还没有保存：程序没有开着，开了就接着存。";
  }

  settle(mine) {
    const { theirs } = this.conflict;
    Object.assign(this, { conflict: null, trouble: "" });
    if (!mine) this.input.value = theirs;
    this.send(theirs);
  }

  update(old, state) {
    const now = state.cells[this.address] ?? "";
    const before = old ? old.cells[this.address] ?? "" : null;
    const writing = document.activeElement === this.input || store.dirty.has(this);
    if (now !== before && (!writing || (old && this.input.value === before && document.activeElement !== this.input))) {
      this.set(now);
    }
    this.repaint();
  }

  set(value) {
    if (this.choices && value && !this.choices.some(([word]) => word === value)) {
      this.input.append(el("option", { value, text: value }));
      this.choices = [...this.choices, [value, value]];
    }
    this.input.value = value;
  }

  // 这一格的说明：变了才重画。
  repaint() {
    const unfilled = store.unfilled?.has(this.address) ?? false;
    const key = [store.keys?.get(this.address), unfilled && this.visited, this.trouble, this.conflict?.theirs].join("\n");
    this.box?.classList.toggle("unfilled", unfilled && !this.input.value);
    if (key === this.shownProblems) return;
    this.shownProblems = key;
    const here = problemsAt(this.address);
    const items = here.map((problem) => problemItem(problem, [helpers.fixButton(problem)].filter(Boolean)));
    if (unfilled && this.visited && !here.length) items.push(el("p", { class: "still", text: "还没有填。" }));
    if (this.trouble) items.push(el("p", { class: "bad", role: "alert", text: this.trouble }));
    if (this.conflict) items.push(this.choice());
    this.problems.replaceChildren(...items);
    const wrong = here.some((problem) => problem.severity === "error");
    if (wrong) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  choice() {
    return el("div", { class: "conflict" },
      el("p", { text: `文件里现在是：${this.conflict.theirs || "（空）"}` }),
      el("button", { type: "button", text: "用我的", onclick: () => this.settle(true) }),
      el("button", { type: "button", text: "用文件里的", onclick: () => this.settle(false) }));
  }
}

// 诊断落在哪一格、哪一行：自己的地址，没有登记的往上找。
export function place(problems) {
  const placed = new Map();
  for (const problem of problems) {
    let address = problem.address ?? "";
    while (address && !fields.has(address) && !rows.has(address)) address = address.slice(0, address.lastIndexOf("/"));
    if (!placed.has(address)) placed.set(address, []);
    placed.get(address).push(problem);
  }
  store.placed = placed;
  store.keys = new Map([...placed].map(([address, here]) => [address, JSON.stringify(here)]));
}

const problemsAt = (address) => (store.placed?.get(address) ?? []).filter((problem) => !problem.waived);

export function refreshAll(old, state) {
  for (const field of fields.values()) field.update(old, state);
  for (const row of rows.values()) row.update(state);
}

export function sheetView(sheet) {
  fields.clear();
  rows.clear();
  const blocks = sheet.blocks.filter((block) => !block.parent?.length);
  const usual = blocks.filter((block) => block.shown);
  const rest = blocks.filter((block) => !block.shown);
  return [...usual.map((block) => blockView(block, block.path, sheet)), 
    folded("不常用的", rest.map((block) => block.title), () => rest.map((block) => blockView(block, block.path, sheet)))];
}

// 收起来的：打开时才画。
function folded(title, names, draw, kind = "") {
  if (!names.length) return null;
  const inside = el("div", { class: kind });
  const box = el("details", { class: "rest" }, el("summary", { text: `${title}：${names.join("、")}` }), inside);
  box.addEventListener("toggle", () => { if (box.open && !inside.childElementCount) inside.append(...draw()); });
  return box;
}

const foldedFields = (specs, make) =>
  folded("还可以填", specs.map((spec) => spec.title), () => specs.map(make), "grid");

function blockView(block, address, sheet) {
  const title = el("h3", { text: block.title || sheet.title });
  const hint = block.hint ? el("p", { class: "hint", text: block.hint }) : null;
  const views = { form: formBlock, rows: tableBlock, sections: sectionsBlock, names: namesBlock };
  const body = el("div");
  const drawn = () => views[block.kind](block, address, sheet).filter(Boolean);
  const box = el("section", { class: `block ${block.kind}`, "aria-label": block.title || sheet.title }, title, hint, body);
  box.rebuild = () => {
    forget(written(address));
    body.replaceChildren(...drawn());
    place(store.state.problems);
  };
  box.counts = () => shape(block, address);
  box.drawn = box.counts();
  body.append(...drawn());
  return box;
}

// 表有几行、叙述的一节怎么写：变了的块要重画。
function shape(block, address) {
  if (block.kind === "form") return "";
  const prefix = written(address);
  const own = Object.entries(store.state.rows).filter(([key]) => key === prefix || key.startsWith(`${prefix}/`));
  const names = block.kind === "names" ? Object.keys(store.state.cells).filter((key) => key.startsWith(`${prefix}/`)) : [];
  return JSON.stringify([own, names]);
}

export function rebuildChanged() {
  for (const box of document.querySelectorAll(".block")) {
    if (!box.isConnected || !box.counts) continue;
    const now = box.counts();
    if (now === box.drawn) continue;
    box.drawn = now;
    box.rebuild();
  }
}

function forget(prefix) {
  for (const registry of [fields, rows]) {
    for (const key of registry.keys()) if (key === prefix || key.startsWith(`${prefix}/`)) registry.delete(key);
  }
}

function formBlock(block, address) {
  const make = (spec) => new Field(block, spec, [...address, ...spec.keys]).box;
  const used = (spec) => spec.shown || spec.required || text(written([...address, ...spec.keys]));
  const specs = block.fields.filter((spec) => address.length || spec.keys[0] !== "format");
  const rest = specs.filter((spec) => !used(spec));
  const grid = el("div", { class: "grid" }, ...specs.filter(used).map(make));
  return [grid, foldedFields(rest, make)];
}

function columnsOf(block) {
  const usable = block.fields.filter((spec) => short(spec) && (spec.shown || spec.required));
  if (usable.length <= MOST_INLINE && block.fields.length <= MOST_INLINE + 2) return usable;
  const first = usable.filter((spec) => SUMMARY.includes(spec.keys.join(".")));
  return (first.length > 1 ? first : usable).slice(0, 5);
}

function tableBlock(block, address, sheet) {
  const prefix = written(address);
  const count = Number(store.state.rows[prefix] ?? 0);
  const columns = columnsOf(block);
  const scored = Object.keys(store.state.scores ?? {}).some((key) => key.startsWith(`${prefix}/`));
  const heads = [...columns.map((spec) => [spec.title, ""]), ...(scored ? [["得分", "score"]] : []), ["", "tools"]];
  const body = el("tbody");
  for (let at = 0; at < count; at += 1) body.append(...new Row(block, [...address, at], columns, scored, sheet).nodes);
  if (block.total.length) body.append(totalRow(block, columns, scored));
  const table = el("table", { class: "sheet" }, el("thead", {}, el("tr", {},
    ...heads.map(([head, kind]) => el("th", { scope: "col", text: head, class: kind })))), body);
  const widths = `minmax(120px, 2fr) repeat(${columns.length - 1}, minmax(76px, 1fr)) ${scored ? "100px" : ""} 84px`;
  table.style.setProperty("--columns", columns.length > 1 ? widths : `1fr ${scored ? "104px" : ""} 96px`);
  const add = el("button", { type: "button", text: "添一行", disabled: readOnly,
    onclick: () => addRow(block, address, count) });
  const paste = helpers.pasteButton?.(block, address);
  return [count || block.total.length ? el("div", { class: "scroll" }, table) : el("p", { class: "soft", text: "还没有。" }),
    el("p", { class: "buttons" }, add, paste)];
}

async function addRow(block, address, at) {
  await act("add", { address, at }).then(() => rows.get(written([...address, at]))?.focus(), complain);
}

function totalRow(block, columns, scored) {
  const specs = new Map(block.totalFields.map((spec) => [spec.keys.join("/"), spec]));
  const cells = columns.map((column, at) => {
    const spec = specs.get(column.keys.join("/"));
    if (at === 0 && (!spec || spec.keys[0] === "name")) return el("th", { scope: "row", text: block.totalTitle });
    if (!spec) return el("td");
    const label = `${block.totalTitle} ${spec.title}`;
    return el("td", {}, new Field(block, spec, [...block.total, ...spec.keys], { inline: true, label }).box);
  });
  return el("tr", { class: "total" }, ...cells, ...(scored ? [el("td")] : []), el("td"));
}

class Row {
  constructor(block, address, columns, scored, sheet) {
    Object.assign(this, { block, address, columns, sheet });
    this.key = written(address);
    this.inline = new Set(columns.map((spec) => `${this.key}/${spec.keys.join("/")}`));
    const number = address.at(-1) + 1;
    this.levels = el("span", { class: "levels" });
    this.says = el("td", { colSpan: columns.length + (scored ? 2 : 1) });
    const cells = columns.map((spec) => {
      const label = `第 ${number} 行 ${spec.title}`;
      const field = new Field(block, spec, [...address, ...spec.keys], { inline: true, label, table: this });
      field.input.dataset.column = `${written(block.path)}/${spec.keys.join("/")}`;
      return el("td", {}, spec === columns[0] ? this.levels : null, field.box);
    });
    this.score = scored ? el("button", { type: "button", class: "score", title: "得分怎么来的", onclick: () => this.open(true) }) : null;
    this.more = el("button", { type: "button", class: "more", "aria-expanded": "false",
      "aria-label": `第 ${number} 行的其他各项`, text: "详", onclick: () => this.open(this.detail.hidden) });
    this.badge = el("span", { class: "badge error hidden" });
    this.line = el("tr", { class: "line" }, ...cells, this.score ? el("td", {}, this.score) : null,
      el("td", { class: "tools" }, this.badge, this.more));
    this.inside = el("td", { colSpan: columns.length + (scored ? 2 : 1) });
    this.detail = el("tr", { class: "detail", hidden: true }, this.inside);
    this.nodes = [this.line, el("tr", { class: "says" }, this.says), this.detail];
    rows.set(this.key, this);
    this.update(store.state);
  }

  update(state) {
    const score = state.scores?.[this.key];
    if (this.score) {
      write(this.score, score ? `${score.score || "—"} / ${score.weight || "—"}` : "—");
      this.score.classList.toggle("lost", Boolean(score?.lost));
      this.score.disabled = !score;
    }
    const known = { ...store.form.library[text(`${this.key}/name`)], actual: score?.actual };
    const levels = ["level1", "level2"].map((key) => text(`${this.key}/${key}`) || known[key]).filter(Boolean);
    write(this.levels, levels.join(" › "));
    for (const key of ["target", "weight", "actual"]) {
      const field = fields.get(`${this.key}/${key}`);
      if (known[key] && field && field.input.placeholder !== known[key]) field.input.placeholder = known[key];
    }
    const own = problemsAt(this.key);
    const empty = (store.inRow.get(this.key) ?? []).filter((address) => !this.inline.has(address)).length;
    const kind = own.length ? "badge error" : empty ? "badge part" : "hidden";
    if (this.badge.className !== kind) this.badge.className = kind;
    write(this.badge, own.length ? "！" : `空 ${empty}`);
    const told = own.map((problem) => problem.message).join("\n") || "还有没填的，点“详”";
    if (this.badge.title !== told) this.badge.title = told;
    if (!this.detail.hidden) this.explain(state);
  }

  open(wanted) {
    this.detail.hidden = !wanted;
    this.more.setAttribute("aria-expanded", String(wanted));
    if (wanted && !this.inside.childElementCount) this.fill();
    if (wanted) { place(store.state.problems); refreshAll(store.state, store.state); }
  }

  fill() {
    const make = (spec) => new Field(this.block, spec, [...this.address, ...spec.keys]).box;
    const others = this.block.fields.filter((spec) => !this.columns.includes(spec));
    const used = (spec) => spec.required || text(`${this.key}/${spec.keys.join("/")}`) || (spec.shown && spec.kind !== "yaml");
    const rest = others.filter((spec) => !used(spec));
    const inner = this.sheet.blocks.filter((block) => block.parent?.length === this.address.length
      && block.parent.every((step, at) => step === "*" || step === this.address[at]));
    const filled = (block) => Object.keys(store.state.rows).some((key) => key.startsWith(this.inner(block)));
    this.steps = el("div", { class: "steps" });
    this.inside.append(el("div", { class: "grid" }, ...others.filter(used).map(make)), foldedFields(rest, make) ?? "",
      ...inner.filter(filled).map((block) => blockView(block, this.innerPath(block), this.sheet)),
      ...inner.filter((block) => !filled(block)).map((block) =>
        folded("还可以填", [block.title], () => [blockView(block, this.innerPath(block), this.sheet)])), this.steps, this.tools());
    this.explain(store.state);
  }

  innerPath(block) { return [...this.address, ...block.path.slice(this.address.length)]; }
  inner(block) { return written(this.innerPath(block)); }

  explain(state) {
    const score = state.scores?.[this.key];
    const own = problemsAt(this.key).map((problem) => problemItem(problem));
    const steps = score ? [el("h4", { text: `得分 ${score.score || "算不出"} / ${score.weight}` }),
      el("ol", {}, ...score.steps.map((step) => el("li", { text: step })))] : [];
    this.steps?.replaceChildren(...own, ...steps);
  }

  tools() {
    const at = this.address.at(-1);
    const table = this.address.slice(0, -1);
    const last = Number(store.state.rows[written(table)] ?? 0) - 1;
    const go = (name, wishes) => act(name, { address: table, at, ...wishes }).catch(complain);
    const button = (label, disabled, onclick, kind = "") =>
      el("button", { type: "button", text: label, disabled: readOnly || disabled, onclick, class: kind });
    return el("p", { class: "buttons" },
      button("上移", at === 0, () => go("move", { to: at - 1 })),
      button("下移", at >= last, () => go("move", { to: at + 1 })),
      button("在下面添一行", false, () => addRow(this.block, table, at + 1)),
      button("去掉这一行", false, () => go("remove", {}).then(() => say("去掉了，可以撤销。")), "danger"));
  }

  focus() {
    this.line.scrollIntoView({ block: "center" });
    this.line.querySelector("textarea, select")?.focus();
  }
}

function sectionsBlock(block, address, sheet) {
  const known = new Set(block.sections.map((section) => section.key));
  const prefix = written(address);
  const extra = Object.keys(store.state.rows).filter((key) => key.startsWith(`${prefix}/`))
    .map((key) => key.slice(prefix.length + 1)).filter((key) => !known.has(key) && !key.includes("/"))
    .map((key) => ({ key, title: key, hint: "", required: false, text: true, passages: true }));
  const views = [...block.sections, ...extra].map((section) => sectionView(block, [...address, section.key], section, sheet));
  return views.length ? views : [el("p", { class: "soft", text: "这种格式没有另写的章节。" })];
}

function sectionView(block, address, section, sheet) {
  const count = store.state.rows[written(address)];
  const prose = { keys: [], title: section.title, kind: "value", way: "prose", words: [], required: section.required, hint: section.hint };
  if (count === undefined ? section.text : count === "text") {
    const divide = section.passages ? el("button", { type: "button", class: "quiet", text: "分成带小标题的几段", disabled: readOnly,
      onclick: () => act("divide", { address }).catch(complain) }) : null;
    return el("div", { class: "section" }, new Field(block, prose, address).box, divide);
  }
  const table = { ...block, kind: "rows", title: `${section.title}的一段`, total: [], totalFields: [], hint: section.hint };
  return el("div", { class: "section" }, el("h4", { text: section.title }), tableBlock(table, address, sheet));
}

function namesBlock(block, address) {
  const prefix = `${written(address)}/`;
  const names = Object.keys(store.state.cells).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const spec = block.fields[0];
  const plain = (name) => name.replaceAll("~1", "/").replaceAll("~0", "~");
  const line = (name) => el("div", { class: "row" }, new Field(block, { ...spec, title: plain(name) }, [...address, plain(name)]).box);
  const fresh = el("input", { "aria-label": `新的${block.title}的名字`, placeholder: "名字", disabled: readOnly });
  const value = el("input", { "aria-label": `新的${block.title}的内容`, placeholder: spec.title || "内容", disabled: readOnly });
  const put = () => fresh.value.trim() && value.value.trim()
    && act("change", { address: [...address, fresh.value.trim()], value: value.value, before: "" }).catch(complain);
  const add = el("button", { type: "button", text: "添上", disabled: readOnly, onclick: put });
  return [...names.map(line), el("p", { class: "row" }, fresh, value, add)];
}
