/// The one style sheet. Tokens first; both themes hold contrast of 4.5 : 1, and no state is told by colour alone.
enum Style {
    static let sheet = """
        :root { color-scheme: light dark; --ink: #17202b; --soft: #4a5766; --paper: #eef1f4; --card: #fbfcfd; --rule: #b9c3ce;
          --act: #0b4f8a; --act-ink: #f7fafd; --good: #0a6136; --warn: #7a4b00; --bad: #9b1c16; --focus: #b25e00; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #a9b5c2; --paper: #0f141a; --card: #182029; --rule: #3c4855;
          --act: #7fb8ee; --act-ink: #0c1620; --good: #73d3a0; --warn: #efb75c; --bad: #ff9b91; --focus: #ffb454; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.6 "Noto Sans CJK SC", "WenQuanYi Micro Hei", "Microsoft YaHei", sans-serif; color: var(--ink); background: var(--paper); }
        a { color: var(--act); } a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
        .top { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; padding: .5rem 1rem; background: var(--card); border-bottom: 1px solid var(--rule); }
        .top h1 { font-size: 1.15rem; margin: 0; } .top nav { display: flex; flex-wrap: wrap; gap: .25rem .9rem; flex: 1; } .top form { display: inline; }
        .net { padding: .35rem 1rem; border-bottom: 1px solid var(--rule); background: var(--card); font-variant-numeric: tabular-nums; }
        .net b { margin-right: .4rem; } .lost { background: var(--bad); color: var(--card); padding: .4rem 1rem; font-weight: 600; }
        main { max-width: 78rem; margin: 0 auto; padding: .75rem 1rem 3rem; } h2 { font-size: 1.15rem; margin: 1.1rem 0 .4rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: .75rem; }
        .card { background: var(--card); border: 1px solid var(--rule); padding: .6rem .8rem; } .card h2 { margin-top: 0; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; background: var(--card); }
        th, td { border: 1px solid var(--rule); padding: .35rem .55rem; text-align: left; vertical-align: top; } thead th { white-space: nowrap; } td.n, .n { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .good { color: var(--good); } .warn { color: var(--warn); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; } .soft { color: var(--soft); }
        .void { text-decoration: line-through; } ul.plain { list-style: none; margin: 0; padding: 0; } ul.plain li { padding: .2rem 0; border-bottom: 1px solid var(--rule); } ul.plain li:last-child { border: 0; }
        form.entry, div.entry { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: .6rem 1rem; } .entry .full { grid-column: 1 / -1; } .entry p { margin: 0; } summary { cursor: pointer; font-weight: 600; color: var(--act); padding: .3rem 0; }
        label { display: block; font-weight: 600; } label .soft { font-weight: 400; } input, select, textarea { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); padding: .35rem .5rem; }
        input[type=checkbox], input[type=radio] { width: auto; margin-right: .4rem; } textarea { min-height: 4.2rem; } .wrong { border: 2px solid var(--bad); } .message { color: var(--bad); font-weight: 600; }
        button, .button { font: inherit; font-weight: 600; padding: .4rem 1rem; border: 1px solid var(--act); background: var(--act); color: var(--act-ink); cursor: pointer; text-decoration: none; display: inline-block; }
        button.quiet { background: none; color: var(--act); } kbd { border: 1px solid var(--rule); padding: 0 .3rem; background: var(--paper); font: inherit; font-size: .9em; } button kbd { background: none; border-color: currentColor; }
        .notice { border: 2px solid var(--warn); padding: .5rem .8rem; margin: .5rem 0; background: var(--card); } .notice.badly { border-color: var(--bad); } .done { border: 2px solid var(--good); padding: .5rem .8rem; margin: .5rem 0; background: var(--card); }
        @media (max-width: 45rem) { .top nav { flex-basis: 100%; order: 3; } .top nav kbd { display: none; } }
        @media print { .top, .net, form, .lost { display: none; } body { background: none; } }
        """
}
