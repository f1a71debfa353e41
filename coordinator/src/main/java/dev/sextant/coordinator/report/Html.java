package dev.sextant.coordinator.report;

/** What all pages have in common. */
final class Html {
    private static final String STYLE =
            """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #1d232b; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } h2 small { color: #5b6673; font-weight: normal; }
            .cards { display: flex; flex-wrap: wrap; gap: .9rem; }
            .card { border: 1px solid #d4dae1; border-radius: 6px; padding: .6rem; width: 11rem; background: #fff; overflow-wrap: anywhere; }
            .card.pair { width: 22.6rem; } .pair .pictures { display: flex; gap: .6rem; }
            .card img, .card .gone { width: 11rem; height: 11rem; object-fit: contain; background: #eceff2; display: block; }
            .card .gone { color: #5b6673; text-align: center; line-height: 11rem; }
            .card .path { font: 12px/1.35 ui-monospace, monospace; overflow-wrap: anywhere; color: #3c4652; }
            .card label { display: flex; gap: .45rem; align-items: flex-start; margin-top: .35rem; cursor: pointer; }
            .card label > span { min-width: 0; }
            .card.ticked { border-color: #b3261e; background: #fdf1f0; }
            .bar { position: sticky; bottom: 0; background: #f5f7f9; border-top: 1px solid #d4dae1; padding: .8rem 1rem; margin: 2rem -1rem 0;
                   display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; }
            button { font: inherit; padding: .4rem .9rem; border-radius: 5px; border: 1px solid #1d5fa8; background: #1d5fa8; color: #fff; cursor: pointer; }
            button.plain { background: #fff; color: #1d5fa8; }
            textarea { width: 100%; min-height: 3rem; font: 12px/1.4 ui-monospace, monospace; }
            """;

    private Html() {}

    /** Text as it must stand between tags or in an attribute's quotes. */
    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(letter);
            }
        });
        return escaped.toString();
    }

    /**
     * A whole page.
     *
     * @param title as plain text
     * @param body as HTML
     */
    static String page(String title, String body) {
        // Nothing may be fetched, even if a name that slipped through the escaping asked for it.
        return """
               <!doctype html>
               <html lang="en">
               <head>
               <meta charset="utf-8">
               <meta name="viewport" content="width=device-width, initial-scale=1">
               <meta http-equiv="Content-Security-Policy"
                     content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
               <title>%s</title>
               <style>
               %s</style>
               </head>
               <body>
               <h1>%s</h1>
               %s
               </body>
               </html>
               """
                .formatted(text(title), STYLE, text(title), body);
    }
}
