#include "report/html/page_assets.hpp"

namespace weightkin::detail {

// Reads and writes text only: nothing in a table can become markup.
const std::string_view page_script = R"js(
"use strict";
(function () {
  const many = 2000; // rows beyond which only a part is laid out at a time
  const part = 500;
  const number = function (text) {
    const plain = text.replace(/[,%<>\s]/g, "");
    return plain !== "" && isFinite(plain) ? Number(plain) : null;
  };
  const compare = function (a, b, sign) {
    if (a.value !== null && b.value !== null) return sign * (a.value - b.value);
    if (a.value !== null || b.value !== null) return a.value !== null ? -1 : 1;
    return sign * (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
  };
  const make = function (tag, properties, parent) {
    const element = Object.assign(document.createElement(tag), properties);
    parent.appendChild(element);
    return element;
  };
  const enhance = function (table, index) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells);
    let rows = Array.from(body.rows);
    let wanted = "";
    let limit = rows.length > many ? part : rows.length;

    const tools = document.createElement("div");
    tools.className = "tools";
    const name = "filter" + index;
    make("label", { htmlFor: name, textContent: "Show only rows with" }, tools);
    const input = make("input", { id: name, type: "search" }, tools);
    const more = make("button", { type: "button", textContent: "Show more rows" }, tools);
    const status = make("span", {}, tools);
    status.setAttribute("role", "status");
    const frame = table.parentNode.parentNode;
    frame.insertBefore(tools, table.parentNode);
    const printed = make("p", { className: "printed" }, frame);

    const draw = function () {
      const found = wanted === "" ? rows : rows.filter(function (row) {
        return row.textContent.toLowerCase().includes(wanted);
      });
      const shown = document.createDocumentFragment();
      found.slice(0, limit).forEach(function (row) { shown.appendChild(row); });
      body.replaceChildren(shown);
      more.hidden = found.length <= limit;
      const count = Math.min(limit, found.length);
      status.textContent = count < rows.length ? count + " of " + rows.length + " rows" : "";
      printed.hidden = count === rows.length;
      printed.textContent = "Printed are the " + count + " of " + rows.length +
        " rows that were shown on the screen. The others are in this file, and all are in the " +
        "JSON of this comparison.";
    };
    input.addEventListener("input", function () {
      wanted = input.value.toLowerCase();
      draw();
    });
    more.addEventListener("click", function () {
      limit += part;
      draw();
    });
    heads.forEach(function (head, column) {
      const button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const keyed = rows.map(function (row, at) {
          const text = row.cells[column].textContent;
          return { row: row, at: at, text: text, value: number(text) };
        });
        keyed.sort(function (a, b) { return compare(a, b, up ? 1 : -1) || a.at - b.at; });
        rows = keyed.map(function (one) { return one.row; });
        draw();
      });
    });
    // What is short enough is printed even where it is closed.
    let opened = false;
    window.addEventListener("beforeprint", function () {
      opened = !frame.open && rows.length <= many;
      if (opened) frame.open = true;
    });
    window.addEventListener("afterprint", function () {
      if (opened) frame.open = false;
      opened = false;
    });
    draw();
  };
  document.querySelectorAll("table.tensors").forEach(enhance);
})();
)js";

} // namespace weightkin::detail
