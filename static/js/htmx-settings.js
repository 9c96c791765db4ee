/* A script of the old kind, like htmx itself: where one runs, so does the other. No history in the browser's storage:
   the next person on a shared phone must not find pages there. What somebody pulled larger would be given on as an
   inline style, which our policy bars with a complaint, so styles are not settled. */
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  attributesToSettle: ["class", "width", "height"],
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true, error: false },
    { code: "403|429", swap: true, error: false, target: "#answers", swapOverride: "innerHTML" },
    { code: "[45]..", swap: false, error: true },
  ],
});
