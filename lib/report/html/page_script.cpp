#include "report/html/page_assets.hpp"

namespace weightkin::detail {

// Reads and writes text only: nothing in a table can become markup.
const std::string_view page_script = R"js(
"use strict";
(function () {
  const number = function (text) {
    const plain = text.replace(/[,%<>\s]/g, "");
    return plain !== "" && isFinite(plain) ? Number(plain) : null;
  };
  const key = function (row, column) {
    const text = row.cells[column].textContent;
    return { text: text, value: number(text) };
  };
  const compare = function (a, b, sign) {
    if (a.value !== null && b.value !== null) return sign * (a.value - b.value);
    if (a.value !== null || b.value !== null) return a.value !== null ? -1 : 1;
    return sign * (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
  };
  const sort = function (table, column, sign) {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map(function (row, at) {
      return { row: row, key: key(row, column), at: at };
    });
    rows.sort(function (a, b) { return compare(a.key, b.key, sign) || a.at - b.at; });
    const sorted = document.createDocumentFragment();
    rows.forEach(function (one) { sorted.appendChild(one.row); });
    body.appendChild(sorted);
  };
  const make_sortable = function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      const button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        const up = head.getAttribute("aria-sort") !== "ascending";
        Array.from(table.tHead.rows[0].cells).forEach(function (other) {
          other.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        sort(table, column, up ? 1 : -1);
      });
    });
  };
  const make_filter = function (table, index) {
    const tools = document.createElement("div");
    tools.className = "tools";
    const label = document.createElement("label");
    label.htmlFor = "filter" + index;
    label.textContent = "Show only rows with";
    const input = document.createElement("input");
    input.id = "filter" + index;
    input.type = "search";
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    tools.append(label, input, count);
    table.parentNode.parentNode.insertBefore(tools, table.parentNode);
    input.addEventListener("input", function () {
      const wanted = input.value.toLowerCase();
      let shown = 0;
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = shown + " of " + table.tBodies[0].rows.length + " rows";
    });
  };
  Array.from(document.querySelectorAll("table.tensors")).forEach(function (table, index) {
    make_sortable(table);
    make_filter(table, index);
  });
})();
)js";

} // namespace weightkin::detail
