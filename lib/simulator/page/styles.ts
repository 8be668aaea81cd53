/**
 * The page's looks: dark where the reader's system is dark, light on paper. The colours of series keep a contrast of 3 to 1 or
 * more with the ground. Those of algorithms begin with the ones of Okabe and Ito, which colour-blind readers tell apart; those of
 * backends are others, chosen to be as far from them as can be, for colour-blind readers too.
 */
export const STYLES = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --ink: #1a1d21; --muted: #5a636e; --rule: #dfe3e8; --grid: #e9ecf0;
  --fault: #e8a33d; --fault-ink: #3a2600; --band: #e8a33d1c; --shadow: #1a1d2138; --crowd: #7d8792;
  --colour-0: #0072b2; --colour-1: #d55e00; --colour-2: #00805e; --colour-3: #a8408a;
  --colour-4: #8c6a00; --colour-5: #3f8fc9; --colour-6: #4d5560; --colour-7: #7a3b1e;
  --backend-0: #111318; --backend-1: #9a00ff; --backend-2: #2b23d9; --backend-3: #5b0f6e;
  --backend-4: #003d3d; --backend-5: #c4003c;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1d2126; --ink: #e8eaed; --muted: #a0a9b4; --rule: #343a42; --grid: #272c33;
    --fault: #8f5d12; --fault-ink: #fff4e0; --band: #e8a33d1a; --shadow: #e8eaed38; --crowd: #8b95a1;
    --colour-0: #5aaeea; --colour-1: #ff8d4f; --colour-2: #35c29c; --colour-3: #e493c9;
    --colour-4: #e0b53a; --colour-5: #a3d3f5; --colour-6: #b9c0c8; --colour-7: #d39b7b;
    --backend-0: #ffffff; --backend-1: #7f7dff; --backend-2: #ffff4d; --backend-3: #ff4d4d;
    --backend-4: #f03cff; --backend-5: #c8ff7a;
  }
}
.colour-0 { --series: var(--colour-0); } .colour-1 { --series: var(--colour-1); }
.colour-2 { --series: var(--colour-2); } .colour-3 { --series: var(--colour-3); }
.colour-4 { --series: var(--colour-4); } .colour-5 { --series: var(--colour-5); }
.colour-6 { --series: var(--colour-6); } .colour-7 { --series: var(--colour-7); }
.backend-0 { --series: var(--backend-0); } .backend-1 { --series: var(--backend-1); }
.backend-2 { --series: var(--backend-2); } .backend-3 { --series: var(--backend-3); }
.backend-4 { --series: var(--backend-4); } .backend-5 { --series: var(--backend-5); }
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5; font-size: 16px;
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif;
}
main { max-width: 928px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 56px 0 4px; font-size: 1.25rem; line-height: 1.3; font-weight: 650; }
.kicker { margin: 0 0 8px; color: var(--muted); font-size: 0.8125rem; font-family: ui-monospace, Menlo, Consolas, monospace; }
.about, .summary { margin: 12px 0 0; max-width: 44em; overflow-wrap: anywhere; }
.notice { margin: 12px 0 0; padding: 8px 12px; border-inline-start: 4px solid var(--fault); background: var(--band); max-width: 44em; }
.reading.after { margin: 12px 0 0; }
.reading { margin: 0 0 16px; max-width: 46em; color: var(--muted); font-size: 0.9375rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 14px 24px; margin: 12px 0 16px; padding: 16px 0; border-block: 1px solid var(--rule); font-size: 0.875rem; }
.facts dt { color: var(--muted); font-size: 0.8125rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.command { margin: 0; padding: 12px 14px; border-radius: 6px; background: var(--raised); font-size: 0.8125rem; font-family: ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.command code { font: inherit; }
.words span { display: inline-block; max-width: 100%; vertical-align: top; }
/* An arrow and a shadow at an end past which there is more: what moves with the table covers them at that end. */
.scroll {
  overflow-x: auto;
  background:
    linear-gradient(var(--ground), var(--ground)) left / 32px 100% no-repeat local,
    linear-gradient(var(--ground), var(--ground)) right / 32px 100% no-repeat local,
    conic-gradient(from 225deg at 100% 50%, var(--ink) 90deg, transparent 0) right 1px top 4px / 8px 16px no-repeat scroll,
    conic-gradient(from 45deg at 0 50%, var(--ink) 90deg, transparent 0) left 1px top 4px / 8px 16px no-repeat scroll,
    linear-gradient(to left, var(--shadow), transparent) right / 24px 100% no-repeat scroll,
    linear-gradient(to right, var(--shadow), transparent) left / 24px 100% no-repeat scroll,
    var(--ground);
}
.scroll:focus-visible, summary:focus-visible, .legend input:focus-visible { outline: 2px solid var(--colour-0); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
caption { padding: 0 0 6px; color: var(--muted); text-align: start; }
caption span { position: sticky; left: 0; display: inline-block; max-width: calc(100vw - 64px); }
th, td { padding: 6px 0 6px 14px; border-bottom: 1px solid var(--rule); text-align: end; vertical-align: top; white-space: nowrap; }
thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; white-space: normal; }
th.name { padding-left: 0; padding-right: 14px; text-align: start; }
tbody th { font-weight: 600; }
td small { display: block; color: var(--muted); font-size: 0.92em; }
td small.long { white-space: normal; max-inline-size: 9em; margin-inline-start: auto; }
details { margin-top: 12px; font-size: 0.875rem; }
summary { width: fit-content; color: var(--muted); cursor: pointer; }
details .scroll { margin-top: 8px; }
.legend label { display: flex; align-items: center; gap: 8px; }
.legend input { display: none; }
@supports selector(:has(*)) {
  .legend input { display: inline; margin: 0; width: 16px; height: 16px; flex: none; accent-color: var(--ink); }
  .legend label:has(input) { cursor: pointer; }
  .legend label:has(input:not(:checked)) { color: var(--muted); text-decoration: line-through; }
  .legend label:has(input:not(:checked)) .swatch { opacity: 0.35; }
}
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0 0 10px; padding: 0; list-style: none; font-size: 0.875rem; }
.swatch { flex: none; vertical-align: -1px; }
th .swatch { margin-right: 6px; }
.plots { display: flex; flex-wrap: wrap; gap: 16px; margin-bottom: 20px; break-inside: avoid; }
.plot { display: block; flex: 0 1 auto; max-width: 100%; height: auto; font-size: 12px; overflow: visible; }
.plot.narrow { display: none; }
.plot text { fill: var(--muted); font-variant-numeric: tabular-nums; }
.plot .axis-label { fill: var(--ink); font-size: 12.5px; }
.grid { stroke: var(--grid); } .grid.fine { stroke-opacity: 0.5; } .axis { stroke: var(--muted); }
.curve { fill: none; stroke: var(--series); stroke-width: 2; stroke-linejoin: round; }
.curve.theory { stroke: var(--series, var(--ink)); stroke-width: 1.5; stroke-dasharray: 5 4; }
.curve.crowd-mean { stroke: var(--crowd); stroke-width: 1.5; }
.crowd { fill: var(--crowd); fill-opacity: 0.25; }
.mark { fill: var(--series); stroke: var(--ground); stroke-width: 1; }
.whisker { stroke: var(--series); stroke-width: 1.5; }
.hover rect { fill: var(--ink); fill-opacity: 0; }
.hover rect:hover { fill-opacity: 0.08; }
.bar { fill: var(--series); fill-opacity: 0.75; }
.due { stroke: var(--ink); stroke-width: 2; }
.fault-band { fill: var(--band); }
.fault { fill: var(--fault); }
.plot .fault-label { fill: var(--fault-ink); font-size: 11px; }
.flip { fill: var(--ink); stroke: var(--ground); stroke-width: 1; }
@media screen and (max-width: 640px) {
  main { padding: 24px 16px 48px; }
  h1 { font-size: 1.375rem; }
  h2 { margin-top: 40px; }
  table { font-size: 0.75rem; }
  th, td { padding-left: 10px; }
  tbody th.name { white-space: normal; overflow-wrap: break-word; }
  td small { white-space: normal; max-inline-size: 6em; margin-inline-start: auto; }
  .scroll th.name:first-child { position: sticky; left: 0; max-width: 8.5em; padding-right: 8px; background: var(--ground); }
  .plot.wide { display: none; }
  .plot.narrow { display: block; width: 100%; max-width: 420px; }
}
@media print {
  main { max-width: none; padding: 0; }
  section { break-inside: auto; } h2, .reading, .legend { break-after: avoid; } tr { break-inside: avoid; }
  .scroll { overflow: visible; background: none; } .legend input { display: none; } table { font-size: 8pt; } th, td { padding-left: 6px; }
  * { print-color-adjust: exact; }
}
`;
