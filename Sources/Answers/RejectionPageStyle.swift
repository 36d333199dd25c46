// The look of the rejection page: quiet, readable on a small screen, and on paper with heads repeated on every page and no
// row cut in two. Everything is in the page itself; nothing is fetched.

let pageStyle: StaticString = """
    :root { color-scheme: light; }
    body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1f24; background: #fff;
      font: 15px/1.5 "Noto Sans", "Segoe UI", Arial, sans-serif; }
    h1 { margin: 0 0 1rem; font-size: 1.6rem; }
    h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
    .verdict { margin: 0 0 1.25rem; padding: .75rem 1rem; border-left: .4rem solid; font-size: 1.1rem; }
    .refused { color: #8a1010; background: #fdecec; border-color: #c62020; }
    .part { color: #6b4300; background: #fff5e0; border-color: #d98a00; }
    table { width: 100%; margin: 0 0 1rem; border-collapse: collapse; }
    th, td { padding: .35rem .6rem; border: 1px solid #d0d5db; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
    thead th, .counts th { background: #f1f4f7; font-weight: 600; overflow-wrap: normal; }
    .facts { width: auto; }
    .facts th, .facts td { border: 0; padding: .1rem 1.5rem .1rem 0; }
    .facts th { color: #57606a; font-weight: 400; white-space: nowrap; }
    .counts td { font-size: 1.15rem; font-variant-numeric: tabular-nums; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    .value { font-family: "Noto Sans Mono", Consolas, monospace; font-size: .92em; white-space: pre-wrap; }
    .more, .foot { color: #57606a; }
    .foot { margin-top: 2rem; border-top: 1px solid #d0d5db; padding-top: .5rem; font-size: .9rem; }
    @page { size: A4 landscape; margin: 12mm; }
    @media print {
      body { margin: 0; max-width: none; padding: 0; font-size: 10pt; }
      thead { display: table-header-group; }
      tr { break-inside: avoid; }
      h2 { break-after: avoid; }
      .verdict, thead th, .counts th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }

    """
