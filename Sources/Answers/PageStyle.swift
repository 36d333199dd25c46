// The look of the pages: quiet, readable on a small screen, and on A4 landscape with heads repeated on every page and no row
// cut in two. A rejection looks like a page of a program, a report like the agency's paper forms. Everything is in the page
// itself; nothing is fetched.

enum PageStyle {
    static let rejection: StaticString = """
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
        .faults td:last-child, .advice td:first-child { white-space: nowrap; overflow-wrap: normal; }
        .faults td:nth-child(4):nth-last-child(4) { overflow-wrap: break-word; }
        .more, .foot { color: #57606a; }
        .foot { margin-top: 2rem; border-top: 1px solid #d0d5db; padding-top: .5rem; font-size: .9rem; }
        @page { size: A4 landscape; margin: 12mm; }
        @media print {
          body { margin: 0; max-width: none; padding: 0; font-size: 10pt; }
          table:not(.facts) { width: calc(100% - 1px); }
          thead { display: table-header-group; }
          tr { break-inside: avoid; }
          h2 { break-after: avoid; }
          .verdict, thead th, .counts th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }

        """

    static let report: StaticString = """
        :root { color-scheme: light; }
        body { margin: 1.5rem auto; max-width: 84rem; padding: 0 1rem; color: #000; background: #fff;
          font: 15px/1.35 "Times New Roman", "Liberation Serif", Tinos, serif; }
        p { margin: 0; }
        header { display: flex; justify-content: space-between; gap: 2rem; text-align: center; }
        .issuer { flex: 0 1 40%; overflow-wrap: anywhere; }
        .form { flex: 0 1 54%; }
        h1 { margin: 1rem 0 .25rem; font-size: 1.3rem; text-align: center; }
        .day { text-align: center; }
        .facts { margin: .75rem 0 .25rem; overflow-wrap: anywhere; }
        .unit { text-align: right; }
        .more { margin: .25rem 0; font-style: italic; }
        table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .8rem; line-height: 1.2; }
        th, td { padding: .12rem .25rem; border: 1px solid #000; vertical-align: middle; overflow-wrap: anywhere; }
        th { overflow-wrap: break-word; }
        .marks td { text-align: center; font-size: .8em; font-style: italic; }
        .c { text-align: center; }
        .n { text-align: right; white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
        .group td { font-weight: 700; font-style: italic; }
        .sum td { font-weight: 700; }
        .total td { background: #f0f0f0; }
        .closing { margin-top: .5rem; }
        .note { font-size: .87rem; }
        .signer { width: 30%; margin: 1rem 0 4rem auto; text-align: center; }
        @page { size: A4 landscape; margin: 10mm 8mm 14mm;
          @bottom-center { content: "Trang " counter(page) "/" counter(pages); font: 8pt "Times New Roman", serif; } }
        @media print {
          body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
          table { width: calc(100% - 1px); font-size: 8.5pt; }
          th, td { border-width: .5pt; padding: .4mm .8mm; }
          thead { display: table-header-group; }
          tr, .closing, header { break-inside: avoid; }
          .group { break-after: avoid; }
          .sum { break-before: avoid; }
          .total td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }

        """

    /// Behind `report`: several tables, or columns that need little.
    static let reportList: StaticString = """
        h2 { margin: .75rem 0 .25rem; font-size: 1rem; }
        @media print { h2 { break-after: avoid; } }

        """

    /// Behind `report`: columns that only fit in small letters.
    static let reportWide: StaticString = """
        table { font-size: .66rem; }
        th, td { padding: .12rem .15rem; }
        @media print { table { font-size: 6.2pt; } th, td { padding: .3mm .4mm; } }

        """
}
