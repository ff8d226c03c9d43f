// SPDX-License-Identifier: Apache-2.0
#include "study/report.hpp"

namespace qw::study {

std::string_view report_style() {
  return R"css(
:root{--paper:#f4f6f8;--card:#fff;--ink:#17212b;--quiet:#566472;--line:#dce3e9;--sea:#0a5f80;
--alarm:#b3261e;--alarm-soft:#fdeceb;--attend:#8a5200;--attend-soft:#fff4e0;--calm:#1c6b46;
--calm-soft:#e8f5ee;--open-soft:#eef2f6;--node:#fff;--lane:#e9eef3;--ribbon:#4d93b0}
@media (prefers-color-scheme:dark){:root{--paper:#0e141a;--card:#161e26;--ink:#e5ebf0;
--quiet:#9dabb8;--line:#2b3742;--sea:#6cc0e0;--alarm:#ff9d94;--alarm-soft:#3a1d1c;
--attend:#f2b866;--attend-soft:#35280f;--calm:#74cf9f;--calm-soft:#12301f;--open-soft:#202a34;
--node:#1d2731;--lane:#131a21;--ribbon:#3f7f9b}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
a{color:var(--sea)}
:focus-visible{outline:3px solid var(--sea);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px;top:0;background:var(--card);padding:.6rem 1rem;z-index:2}
.skip:focus{left:1rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.top{display:flex;gap:1.1rem;align-items:center;max-width:1400px;margin:0 auto;
padding:1.6rem 1.5rem 1rem}
.top>div{min-width:0}.top h1{margin:0;overflow-wrap:anywhere;font-size:1.65rem;line-height:1.2;letter-spacing:-.01em}
.top p{margin:.15rem 0 0;color:var(--quiet)}
.mark{width:54px;flex:none;fill:none;stroke:var(--sea);stroke-width:2.6;stroke-linecap:round;
stroke-linejoin:round}
.mark .load{stroke:var(--attend)}
.page{display:grid;grid-template-columns:12rem minmax(0,1fr);gap:0 2rem;max-width:1400px;
margin:0 auto;padding:0 1.5rem 4rem}
nav{position:sticky;top:0;align-self:start;padding-top:1.2rem}
nav ol{list-style:none;margin:0;padding:0;border-left:2px solid var(--line)}
nav a{display:block;padding:.28rem .9rem;color:var(--quiet);text-decoration:none;margin-left:-2px;
border-left:2px solid transparent}
nav a:hover,nav a:focus-visible{color:var(--ink);border-left-color:var(--sea)}
section{padding-top:1.2rem;margin-bottom:2rem}
h2{font-size:1.3rem;margin:0 0 .9rem;letter-spacing:-.01em}
h3{font-size:1.05rem;margin:0}
h3.divide{margin:2rem 0 .8rem;color:var(--quiet);font-weight:600}
h4{font-size:.82rem;margin:.9rem 0 .3rem;color:var(--quiet);font-weight:600}
.note,.empty{color:var(--quiet);margin:.5rem 0 1rem;max-width:70ch}
.empty{background:var(--card);border:1px dashed var(--line);border-radius:10px;padding:1rem 1.2rem}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:0 0 1.2rem;
background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.numbers div{background:var(--card);padding:.85rem 1rem;display:flex;flex-direction:column-reverse;
justify-content:flex-end}
.numbers dd{margin:0;font-size:1.5rem;font-weight:650;font-variant-numeric:tabular-nums;
letter-spacing:-.02em;white-space:nowrap}
.numbers dt{color:var(--quiet);font-size:.84rem;line-height:1.3}
.numbers dd{color:var(--tone,var(--ink))}
.answers{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(320px,100%),1fr));gap:1rem}
.answer,.finding{background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:1.1rem 1.25rem;position:relative;overflow:hidden}
.answer::before{content:"";width:2.4rem;height:4px;border-radius:2px;background:var(--tone,var(--quiet));
margin-bottom:.6rem;flex:none}
.finding::before{content:"";position:absolute;inset:0 auto 0 0;width:5px;background:var(--tone,var(--quiet))}
.answer{display:flex;flex-direction:column}
.answer h3{color:var(--quiet);font-size:.9rem;font-weight:600}
.answer p{margin:.35rem 0 0;font-size:.92rem;color:var(--quiet)}
.answer .lead{color:var(--ink);font-size:1.06rem;font-weight:550;line-height:1.4}
.answer .more{margin-top:auto;padding-top:.7rem;font-size:.86rem}
.alarm{--tone:var(--alarm)}.attend{--tone:var(--attend)}.calm{--tone:var(--calm)}
.finding{margin:0 0 1rem;padding-left:1.5rem;overflow-wrap:anywhere}
.finding h3{font-size:1.12rem;line-height:1.35;max-width:75ch}
.tags{display:flex;flex-wrap:wrap;gap:.45rem;align-items:center;margin:0 0 .5rem}
.tag{display:inline-block;font-size:.78rem;line-height:1.5;padding:0 .55rem;border-radius:99px;
background:var(--open-soft);color:var(--quiet);white-space:nowrap}
.tag.strong{background:var(--attend-soft);color:var(--attend);font-weight:600}
.alarm .tag.strong{background:var(--alarm-soft);color:var(--alarm)}
.scale{letter-spacing:.1em;font-size:.7rem;vertical-align:.05em}
.detector{margin-left:auto;font-size:.8rem;color:var(--quiet);font-family:ui-monospace,"SF Mono",
"DejaVu Sans Mono",monospace}
.finding dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1.1rem;
margin:.7rem 0 0;font-size:.93rem}
.finding dt{color:var(--quiet)}.finding dd{margin:0;max-width:80ch}
.steps{margin:0;padding-left:1.3rem;font-size:.95rem;max-width:80ch}
.steps li:first-child{font-weight:600}
.frames,.address,.time{font-family:ui-monospace,"SF Mono","DejaVu Sans Mono",monospace;font-size:.84em}
.address,.how,.quiet{color:var(--quiet);font-weight:400}
.how{display:block;font-size:.8rem;line-height:1.35;font-weight:400}
.scroll{position:relative;overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:12px;
margin:0 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.89rem}
.scroll .wide{min-width:720px}
caption{text-align:left}
th,td{text-align:left;vertical-align:top;padding:.5rem .7rem;border-top:1px solid var(--line)}
.wide th,.wide td{overflow-wrap:anywhere}.wide .number,.wide .tag,.wide .service{overflow-wrap:normal}
.wide td:last-child:not(.number){min-width:7.5rem}.wide .who{min-width:8.8rem}
.wide tbody th{min-width:9.4rem}.wide .time{white-space:nowrap}.wide td>code{display:block;min-width:9rem}
tbody th{font-weight:550}
thead th{border-top:0;color:var(--quiet);font-weight:600;font-size:.8rem;background:var(--open-soft)}
.wide thead th{overflow-wrap:normal}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.number .how{white-space:normal}
.host{font-weight:550}
.rest{color:var(--quiet);text-align:center}
tr.unexplained th:first-child{box-shadow:inset 4px 0 0 var(--attend)}
.scroll .totals{min-width:480px}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:1rem;
align-items:start}
.known ul{margin:0;padding:0;list-style:none}.known li+li{margin-top:.35rem}
.attribute{color:var(--quiet);font-size:.82rem;margin-right:.3rem}
.scroll.fits{width:fit-content;max-width:100%}.matrix .how{white-space:nowrap}
.matrix{width:auto}.scroll .matrix{min-width:0}
.matrix thead th{white-space:normal;max-width:8.5rem;vertical-align:bottom;text-align:center}
.matrix .corner{font-weight:400;text-align:left}
.matrix td p{margin:0;white-space:nowrap}.matrix td{text-align:center;font-variant-numeric:tabular-nums;min-width:5.5rem;
border-left:1px solid var(--line)}
.matrix .changes{background:var(--attend-soft)}.matrix .changes strong{color:var(--attend);font-size:1.05rem}
.matrix .reads{background:var(--calm-soft)}.matrix tbody th{white-space:nowrap}
.map,.flow{display:block;width:100%;height:auto;margin:.6rem auto}
.flow{min-width:760px;max-width:1080px}
.map text,.flow text{font-size:13px;fill:var(--ink)}
.map .detail,.flow .detail{font-size:11px;fill:var(--quiet)}
.map .lane{fill:var(--lane)}.map .lane-title{font-size:13px;font-weight:650;fill:var(--quiet)}
.node rect{fill:var(--node);stroke:var(--line)}.node circle{fill:var(--alarm)}
.node.alarmed rect{stroke:var(--alarm)}
.edge{fill:none;stroke:var(--quiet);opacity:.38}
.edge.reads{stroke:var(--sea);opacity:.6}.edge.changes{stroke:var(--attend);opacity:.9}
.edge.unexplained{stroke:var(--attend);stroke-dasharray:7 5;opacity:.9}
.edge:hover,.ribbon:hover{opacity:1}
.ribbon{fill:none;stroke:var(--ribbon);opacity:.5}.ribbon.unexplained{stroke:var(--attend);opacity:.6}
.post{fill:var(--quiet)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;color:var(--quiet);font-size:.84rem;margin:.2rem 0 1.2rem}
.legend i{display:inline-block;margin-right:.45rem;vertical-align:middle}
.legend .line{width:1.8rem;border-top:3px solid var(--quiet);opacity:.6}
.legend .reads{border-color:var(--sea);opacity:1}.legend .changes{border-color:var(--attend);opacity:1}
.legend .line.unexplained{border-top-style:dashed;border-color:var(--attend);opacity:1}
.legend .dot{width:.7rem;height:.7rem;border-radius:50%;background:var(--alarm)}
.legend .area{width:1.4rem;height:.8rem;border-radius:3px;background:var(--ribbon);opacity:.6}
.legend .area.unexplained{background:var(--attend)}
.coverage{list-style:none;margin:0;padding:0;display:grid;gap:1rem 2rem;
grid-template-columns:repeat(auto-fit,minmax(min(330px,100%),1fr))}
.coverage li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.9rem 1.1rem}
.coverage p{margin:0;display:flex;justify-content:space-between;gap:1rem}
.coverage .topic{font-weight:600;font-size:.92rem;min-width:0;overflow-wrap:anywhere}.coverage .share{font-variant-numeric:tabular-nums;font-weight:650}
.coverage .statement{color:var(--quiet);font-size:.9rem;margin-top:.45rem;display:block}
.bar{display:block;width:100%;height:6px;margin-top:.5rem;border-radius:3px}
.bar rect{fill:var(--line)}.bar .part{fill:var(--sea)}
.run{color:var(--quiet);font-size:.84rem;margin-top:1.2rem}
@media (max-width:900px){.page{grid-template-columns:minmax(0,1fr);padding:0 1rem 3rem}
.top{padding:1.2rem 1rem .6rem}
nav{position:static;padding-top:.4rem}
nav ol{display:flex;gap:.2rem;overflow-x:auto;border:0;padding-bottom:.3rem}
nav a{white-space:nowrap;padding:.25rem .7rem;border:1px solid var(--line);border-radius:99px;
margin:0 .15rem 0 0;font-size:.88rem;background:var(--card)}
.finding dl{grid-template-columns:minmax(0,1fr);gap:0}.finding dd{margin-bottom:.45rem}
.numbers{grid-template-columns:repeat(2,minmax(0,1fr))}.numbers dd{font-size:1.3rem}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb;--sea:#0a5f80;
--alarm:#b3261e;--alarm-soft:#fdeceb;--attend:#8a5200;--attend-soft:#fff4e0;--calm:#1c6b46;
--calm-soft:#e8f5ee;--open-soft:#f0f2f4;--node:#fff;--lane:#f0f3f6;--ribbon:#4d93b0}
@page{size:A4;margin:14mm 12mm}
body{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,.skip,.more{display:none}.page{display:block;padding:0}.top{padding:0 0 4mm}
.scroll{overflow:visible;border-radius:0;border:0}
.scroll table,.scroll .matrix,.map,.flow{min-width:0!important;width:100%}
table{font-size:8pt}th,td{padding:1mm 1.5mm}thead{display:table-header-group}
.matrix td{min-width:0}
.answer,.finding,.coverage li,tr{break-inside:avoid}h2,h3{break-after:avoid}
.answers{grid-template-columns:1fr 1fr}.numbers{grid-template-columns:repeat(3,1fr)}
.coverage{grid-template-columns:1fr 1fr}
#map,#ledger,#devices{break-before:page}}
)css";
}

}  // namespace qw::study
