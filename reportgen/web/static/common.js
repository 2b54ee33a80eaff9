// 各页共用的：造元素、发请求、对话框、提示。字只经 textContent 进页面，所以输入里写什么都不会变成标签。

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
export const readOnly = meta("reportgen-read-only") === "yes";
export const canPrint = meta("reportgen-pdf") === "yes";

export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// 字变了才动它：没有变的，页面不重画。
export function write(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

export class Failure extends Error {
  constructor(status, answer) {
    super(answer.message || "没有做成。");
    this.status = status;
    this.answer = answer;
  }
}

async function answered(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failure(response.status, answer);
  return answer;
}

export async function read(path, query = {}) {
  return answered(await fetch(`${path}?${new URLSearchParams(query)}`));
}

export async function post(path, wishes) {
  return send(path, JSON.stringify(wishes));
}

export async function send(path, body) {
  const headers = { "X-Reportgen": meta("reportgen-key") };
  return answered(await fetch(path, { method: "POST", headers, body }));
}

let talking;
export function say(message, kind = "") {
  let box = document.getElementById("said");
  if (!box) document.body.append((box = el("div", { id: "said", role: "status" })));
  box.textContent = message;
  box.className = `said ${kind}`;
  clearTimeout(talking);
  talking = setTimeout(() => (box.className = "said gone"), kind === "bad" ? 12000 : 5000);
}

export function complain(error) {
  say(error instanceof Failure ? error.message : "程序没有回答，看看它是不是还开着。", "bad");
}

// 对话框；Esc 关，关了以后焦点回到原处。
export function dialog(title, content, buttons) {
  const box = el("dialog", { "aria-label": title });
  const close = () => box.close();
  const actions = buttons.map(([label, act, kind = ""]) =>
    el("button", { type: "button", class: kind, text: label, onclick: () => act(close) }));
  const cancel = el("button", { type: "button", text: "取消", onclick: close });
  box.append(el("h2", { text: title }), ...content, el("div", { class: "actions" }, ...actions, cancel));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return close;
}

export const NAMES = { error: "错误", warning: "提醒", note: "说明" };

// 一条诊断：程度、说明、改法；buttons 是后面的按钮。
export function problemItem(problem, buttons = []) {
  const waived = problem.waived ? el("p", { class: "help", text: `已豁免：${problem.waived}` }) : null;
  const related = (problem.related ?? []).map((other) =>
    el("p", { class: "help", text: `${other.text}（${other.place}）` }));
  return el("div", { class: `problem ${problem.waived ? "waived" : problem.severity}` },
    el("p", { class: "message" },
      el("strong", { text: NAMES[problem.severity] }), " ", problem.message),
    problem.help ? el("p", { class: "help", text: problem.help }) : null,
    ...related, waived,
    buttons.length ? el("p", { class: "buttons" }, ...buttons) : null);
}

export function header(title, ...rest) {
  const home = el("a", { class: "brand", href: "/", text: "绩效评价报告" });
  const at = (href, text) =>
    el("a", { href, text, "aria-current": location.pathname === href ? "page" : null });
  const nav = el("nav", { "aria-label": "页面" }, at("/", "我的报告"), at("/check", "核对成稿"),
    at("/compare", "比对两份"), ...rest);
  document.body.prepend(el("header", { class: "bar" }, home, nav));
  document.title = title;
}

// 放文件的地方：拖进来，或点开选。
export function dropZone(label, accept, take) {
  const input = el("input", { type: "file", accept, class: "unseen", id: "drop-file" });
  const zone = el("label", { class: "drop", htmlFor: "drop-file" }, label, input);
  const taken = (file) => file && take(file);
  input.addEventListener("change", () => { taken(input.files[0]); input.value = ""; });
  for (const name of ["dragover", "dragenter"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    taken(event.dataTransfer.files[0]);
  });
  return zone;
}
