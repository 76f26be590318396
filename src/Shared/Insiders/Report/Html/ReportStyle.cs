namespace Clientele.Insiders;

/// <summary>The look of the report's page: dark on white, one colour for the members, and what paper and narrow screens need.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{--ink:#1b2530;--soft:#52606d;--line:#d5dbe2;--pale:#f3f5f7;--mem:#0b6b57;--memx:#7dbcab;--warn:#8a3b12}
        *{box-sizing:border-box}
        html{color-scheme:light;scroll-behavior:smooth;-webkit-text-size-adjust:100%}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0;background:#fff;color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
        .wrap{max-width:58rem;margin:0 auto;padding:0 1.25rem 3rem}
        .lang{display:flex;flex-wrap:wrap;gap:.25rem;justify-content:flex-end;border:0;margin:0;padding:.75rem 0 0}
        .lang legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .lang label{display:inline-flex;position:relative}
        .lang input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
        .lang span{padding:.3rem .75rem;border:1px solid transparent;border-radius:99px;color:var(--soft)}
        .lang input:checked+span{border-color:var(--mem);color:var(--mem);font-weight:600}
        .lang input:focus-visible+span,a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid #1c6fd1;outline-offset:2px}
        @supports selector(:has(*)){article{display:none}
        body:has(#lang-en:checked) article[lang=en],body:has(#lang-es:checked) article[lang=es],body:has(#lang-pt:checked) article[lang=pt]{display:block}}
        header.top{border-bottom:3px solid var(--mem);padding:1rem 0 1.25rem;margin-bottom:1.5rem}
        .eyebrow{margin:0;color:var(--mem);font-weight:600;letter-spacing:.04em}
        h1{margin:.1rem 0 .4rem;font-size:clamp(1.7rem,1.2rem + 2.2vw,2.6rem);line-height:1.15;letter-spacing:-.015em;text-wrap:balance}
        h2{margin:3rem 0 1rem;font-size:1.5rem;line-height:1.2;letter-spacing:-.01em;border-top:1px solid var(--line);padding-top:1.5rem}
        h3{margin:0 0 .4rem;font-size:1.15rem;line-height:1.3}
        p{margin:0 0 .8rem;max-width:44rem}
        h1,h2,h3,p,td,th,li,figcaption,dd,dt{overflow-wrap:break-word}
        .from,.note{color:var(--soft);font-size:.92rem;overflow-wrap:anywhere}
        .warn{border-left:4px solid var(--warn);background:#fdf3ec;color:#6d2e0d;padding:.6rem .9rem}
        nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:0 0 1.5rem;padding:0}
        a{color:var(--mem);text-underline-offset:.2em}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1px;margin:0 0 1.5rem;background:var(--line);border:1px solid var(--line)}
        .tiles div{background:#fff;padding:.8rem 1rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
        .tiles dt{color:var(--soft);font-size:.88rem;line-height:1.35}
        .tiles dd{margin:0;font-size:1.75rem;font-weight:650;line-height:1.2;letter-spacing:-.02em;color:var(--mem)}
        .q{padding-left:2.6rem;margin:0 0 2.4rem}
        .q h3{position:relative}.no{position:absolute;left:-2.6rem;top:-.2rem;font-size:1.6rem;font-weight:650;line-height:1.15;color:var(--mem)}
        .q .scroll{max-width:44rem}
        .nums{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(13rem,100%),1fr));gap:.1rem 1.5rem;margin:.2rem 0 1rem;font-size:.92rem}
        .nums div{display:flex;justify-content:space-between;gap:.75rem;border-bottom:1px solid var(--line);padding:.25rem 0}
        .nums dt{color:var(--soft)}.nums dd{margin:0;font-weight:600;white-space:nowrap}
        .scroll{overflow-x:auto;margin:.4rem 0 1rem}
        table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.4}
        caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);font-weight:400}
        thead th{color:var(--soft);font-weight:600;border-bottom:2px solid var(--ink);vertical-align:bottom}
        tbody th{font-weight:600}
        th:last-child,td:last-child{padding-right:0}
        .n{text-align:right;white-space:nowrap}thead .n{white-space:normal}
        .chart{margin:1rem 0 1.4rem;max-width:44rem}
        figcaption{font-weight:600;margin-bottom:.5rem}
        .chart>svg{display:block;width:100%;height:auto}
        .legend{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;list-style:none;margin:.5rem 0;padding:0;font-size:.9rem}
        .legend li{display:inline-flex;align-items:baseline;gap:.4rem}
        .legend svg{width:.75rem;height:.75rem;flex:none}
        details{font-size:.92rem}summary{cursor:pointer;color:var(--mem);width:fit-content;padding:.2rem 0}
        .acts{list-style:none;margin:0;padding:0}
        .acts li{border-top:1px solid var(--line);padding:.9rem 0;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem 1.5rem}
        .acts h3{margin:0}.acts .who{grid-column:1;color:var(--soft);font-size:.92rem;margin:0}
        .acts .prize{grid-column:2;grid-row:1/3;text-align:right;font-size:1.35rem;font-weight:650;color:var(--mem);line-height:1.1}
        .acts .prize small{display:block;font-size:.85rem;font-weight:400;color:var(--soft)}
        .acts p{grid-column:1/-1;margin:.35rem 0 0}
        .claims{margin:0;padding-left:1.4rem}.claims li{margin-bottom:1rem}.claims li::marker{color:var(--mem);font-weight:650}
        .claim{font-weight:600;margin-bottom:.2rem}.holds{color:var(--mem)}.fails{color:var(--warn)}
        footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.8rem}
        svg text{font-family:inherit;fill:var(--ink)}
        .t,.b,.w{font-size:15px}.b{font-weight:650}svg .w{fill:#fff;font-weight:650}
        .k{font-size:12.5px}.a{font-size:12.5px}svg .k,svg .a{fill:var(--soft)}
        svg .tag{font-size:17px;font-weight:700;paint-order:stroke;stroke:#fff;stroke-width:5px;stroke-linejoin:round}
        .grid{stroke:#dfe4ea;stroke-width:1;fill:none}.tick{stroke:#52606d;stroke-width:1}.frame{fill:none;stroke:#dfe4ea}
        .soft{fill:#dde3e9}.mem{fill:var(--mem)}.all{fill:#aab4bf}.memx{fill:var(--memx)}.allx{fill:#dde3e9}
        .band{stroke:#3d4853;stroke-width:1.6;fill:none}.bandl{fill:#3d4853}
        .left{fill:#a8481a}.enter{fill:#7dbcab}.fresh{fill:#cfe6df}
        .aream{fill:#0b6b57;fill-opacity:.45;stroke:#0b6b57;stroke-width:2}.areao{fill:#6b7785;fill-opacity:.25;stroke:#6b7785;stroke-width:2}
        .dots{fill:none;stroke-width:4.6;stroke-linecap:round;stroke-opacity:.62}
        .dots.mem{stroke:#0b6b57;stroke-opacity:.8}
        .g0{fill:#4a6fb5;stroke:#4a6fb5}.g1{fill:#c06a2b;stroke:#c06a2b}.g2{fill:#8763ad;stroke:#8763ad}.g3{fill:#a5832a;stroke:#a5832a}
        .g4{fill:#b0496c;stroke:#b0496c}.g5{fill:#4f8296;stroke:#4f8296}.g6{fill:#75863a;stroke:#75863a}.g7{fill:#6f6f78;stroke:#6f6f78}
        .dots.g0,.dots.g1,.dots.g2,.dots.g3,.dots.g4,.dots.g5,.dots.g6,.dots.g7{fill:none}
        .legend rect{stroke-width:0}
        @media (max-width:40rem){
        .wrap{padding:0 1rem 2rem}.q{padding-left:0}.no{position:static;font-size:inherit;margin-right:.25rem}.tiles dd{font-size:1.4rem}.acts li{display:block}.acts .prize{text-align:left;margin:.3rem 0}.acts .prize small{display:inline;margin-left:.4rem}
        .t,.b,.w{font-size:21px}.k,.a{font-size:19px}svg .tag{font-size:24px}.k.odd{display:none}.dots{stroke-width:6.5}
        }
        @media print{
        @page{size:A4;margin:16mm 15mm}
        html{font-size:9.5pt}body{line-height:1.4;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .wrap{max-width:none;padding:0}.lang,nav,details{display:none}
        header.top{padding-top:0}h1{font-size:22pt}h2{font-size:14pt;margin-top:8mm;padding-top:4mm}h3{font-size:11pt}
        .tiles dd{font-size:16pt}.q{margin-bottom:5mm}.chart{max-width:140mm}
        h2,h3,figcaption{break-after:avoid}.chart,.acts li,tr,.tiles,.nums div{break-inside:avoid}
        .scroll{overflow:visible}table{font-size:8.5pt}thead{display:table-header-group}a{color:inherit;text-decoration:none}
        }
        """;
}
