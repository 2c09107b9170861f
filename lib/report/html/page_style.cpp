#include "report/html/page_assets.hpp"

namespace weightkin::detail {

const std::string_view page_style = R"css(
:root { color-scheme: light dark;
  --page: #ffffff; --ink: #1b1b1b; --faint: #565656; --line: #c4c4c4; --soft: #f2f3f5; --link: #0b4f94;
  --found: #9a3b00; --found-ink: #ffffff; --related: #e69f00; --related-ink: #000000; --none: #005b8f; --open: #4d4d4d;
  --band: #d4d4d4; --axis: #7a7a7a;
  --h1: #fde9d3; --h2: #fdc48d; --h3: #f08a3c; --h4: #b84a00; --h5: #6b2500;
  --i1: #1b1b1b; --i2: #1b1b1b; --i3: #1b1b1b; --i4: #ffffff; --i5: #ffffff; }
@media screen and (prefers-color-scheme: dark) { :root {
  --page: #14161a; --ink: #e9e9e9; --faint: #b0b4ba; --line: #434850; --soft: #20242b; --link: #8cc2ff;
  --found: #ffa05c; --found-ink: #1b1b1b; --related: #f2c14e; --related-ink: #000000; --none: #7cc0ee; --open: #c0c0c0;
  --band: #454b55; --axis: #9aa0a8;
  --h1: #3d2817; --h2: #6b3d14; --h3: #a85a10; --h4: #f0a04b; --h5: #ffe0b8;
  --i1: #ffffff; --i2: #ffffff; --i3: #ffffff; --i4: #1b1b1b; --i5: #1b1b1b; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; background: var(--page); padding: .5rem; }
.skip:focus { left: 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: .2rem 0 .8rem; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .6rem; padding-top: .5rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
h4 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
p { max-width: 52rem; margin: .4rem 0 .8rem; }
ul { margin: .3rem 0 .8rem; padding-left: 1.3rem; } li { max-width: 52rem; margin: .15rem 0; }
small { font-size: .86em; color: var(--faint); } .faint { color: var(--faint); }
.kicker { margin: 0; color: var(--faint); letter-spacing: .03em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 1rem; }
dt { color: var(--faint); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
bdi { display: inline-block; max-width: 100%; overflow: clip; vertical-align: bottom; overflow-wrap: anywhere; }
code, pre { font: .9em/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); padding: .7rem; white-space: pre-wrap; }
.answer { border-left: .5rem solid var(--open); background: var(--soft); padding: .5rem 1rem; margin: .5rem 0 1rem; }
.answer p, .answer li { font-size: 1.08rem; max-width: none; } .answer p.faint { font-size: .9rem; }
.a-found { border-color: var(--found); } .a-related { border-color: var(--related); } .a-none { border-color: var(--none); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0; margin: 0; list-style: none; }
.badge { display: inline-block; padding: .05rem .6rem; border: 2px solid; border-radius: 1rem; font-weight: 600; font-size: .95rem; line-height: 1.4; }
.v-found { background: var(--found); color: var(--found-ink); border-color: var(--found); }
.v-related { background: var(--related); color: var(--related-ink); border-color: var(--related); }
.v-none { color: var(--none); } .v-open { color: var(--open); border-style: dashed; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
caption { text-align: left; color: var(--faint); padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 10rem; }
td ul { margin: 0; padding-left: 1rem; } .n { text-align: right; font-variant-numeric: tabular-nums; }
.verdicts tbody tr:first-child > * { border-bottom: 0; border-top: 2px solid var(--line); }
.verdicts tbody th { border-bottom: 0; width: 13rem; } .verdicts td:nth-child(3) { width: 8.6rem; }
.verdicts tr:first-child td:nth-child(n+4) { width: 14rem; } .names { min-width: 17rem; } .verdicts td ul { list-style: none; padding: 0; } .verdicts td b { white-space: nowrap; }
.verdicts .evidence td { padding-top: 0; }
.scroll { overflow-x: auto; margin: .4rem 0; background: linear-gradient(to right, var(--page) 30%, transparent) left,
  linear-gradient(to left, var(--page) 30%, transparent) right, linear-gradient(to right, var(--line), transparent) left,
  linear-gradient(to left, var(--line), transparent) right; background-size: 2rem 100%, 2rem 100%, .7rem 100%, .7rem 100%;
  background-attachment: local, local, scroll, scroll; background-repeat: no-repeat; }
.tall { overflow: auto; max-height: 36rem; border: 1px solid var(--line); }
.tall thead th { position: sticky; top: 0; background: var(--page); border: 0; box-shadow: inset 0 -2px var(--ink); }
svg { display: block; } .lanes td { min-width: 10rem; }
.ink { fill: var(--ink); } .frame { fill: none; stroke: var(--axis); } .band { fill: var(--band); }
.l-axis { stroke: var(--axis); } .l-grid { stroke: var(--line); } .l-faint { stroke: var(--axis); }
.l-level { stroke: var(--ink); stroke-width: 2; } .l-range { stroke: var(--found); stroke-width: 3; }
.m-found { fill: var(--found); } .m-none { fill: var(--page); stroke: var(--none); stroke-width: 2.5; }
.t-ink, .t-h0 { fill: var(--ink); } .t-faint { fill: var(--faint); }
.h0 { fill: var(--page); stroke: var(--line); } .h1 { fill: var(--h1); } .h2 { fill: var(--h2); } .h3 { fill: var(--h3); }
.h4 { fill: var(--h4); } .h5 { fill: var(--h5); } .frame-equal { fill: none; stroke: var(--i5); } .frame-aside { fill: none; stroke: var(--faint); }
.t-h1 { fill: var(--i1); } .t-h2 { fill: var(--i2); } .t-h3 { fill: var(--i3); } .t-h4 { fill: var(--i4); } .t-h5 { fill: var(--i5); }
details { margin: .6rem 0; } summary { cursor: pointer; padding: .3rem 0; font-weight: 600; }
.tensors { table-layout: fixed; width: 71.5rem; font-size: .82rem; }
.tensors caption { position: absolute; left: -100vw; width: 20rem; }
.tensors thead th:nth-child(2), .tensors thead th:nth-child(n+7) { text-align: right; }
.tensors th, .tensors td { padding: .2rem .4rem; overflow: hidden; }
.tensors td:nth-child(2), .tensors td:nth-child(n+7) { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.tensors col.name { width: 17.3rem; } .tensors col.n { width: 3.6rem; } .tensors col.r { width: 6.2rem; }
.tensors col.w { width: 5.6rem; } .tensors col.t { width: 4.4rem; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
.tools button { font: inherit; } .tools input { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--axis); padding: .2rem .4rem; }
th button { font: inherit; color: inherit; text-align: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline dotted; }
.printed { display: none; }
footer { margin-top: 3rem; color: var(--faint); border-top: 1px solid var(--line); }
@media screen and (max-width: 52rem) {
  body { padding: .8rem; } h1 { font-size: 1.4rem; }
  .lanes, .lanes tbody, .lanes tr, .lanes th, .lanes td, .verdicts, .verdicts tbody, .verdicts tr, .verdicts th, .verdicts td { display: block; width: auto; }
  .verdicts caption, .lanes caption { display: block; } .verdicts tbody th, .verdicts tbody tr:first-child td { width: auto; } .answer { padding: .3rem .7rem; }
  .verdicts thead, .lanes thead { position: absolute; left: -100vw; }
  .verdicts th, .verdicts td, .lanes th, .lanes td { border: 0; padding: .2rem 0; }
  .verdicts tbody tr:first-child > * { border-top: 0; } .verdicts tbody { border-top: 2px solid var(--line); padding: .6rem 0; }
  .lanes tr { border-top: 1px solid var(--line); padding: .5rem 0; } .lanes svg { max-width: 100%; height: auto; }
  td[data-label]::before { content: attr(data-label); display: block; color: var(--faint); font-size: .86em; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
@media print {
  html { font-size: 12px; } body { max-width: none; padding: 0; } nav, .skip, .tools { display: none; }
  .scroll, .tall { overflow: visible; max-height: none; border: 0; } svg { max-width: 100%; height: auto; break-inside: avoid; }
  .tensors { width: 100%; font-size: 6.5pt; } .tensors td { white-space: normal; overflow-wrap: anywhere; }
  .tensors col.name { width: 28%; } .tensors col.n { width: 4.5%; } .tensors col.w, .tensors col.r, .tensors col.t { width: 7%; } .tall thead th { position: static; }
  tbody th { min-width: 8rem; } .tensors tbody th { min-width: 0; } h2, h3, h4 { break-after: avoid; } tr { break-inside: avoid; }
  .printed { display: block; font-weight: 600; } .printed[hidden], details[open] + .printed { display: none; }
  h2 { margin-top: 1.4rem; } .answer { background: none; border-width: .3rem; } .badge { background: none; color: #000000; border-color: #000000; }
  .scroll { background: none; } svg { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
)css";

} // namespace weightkin::detail
