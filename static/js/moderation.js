/* The open queue asks for itself again when something came in or was decided. */

document.addEventListener("live:news", (event) => {
  const { channel, news } = event.detail ?? {};
  if (channel === "me" && (news === "queue" || news === "missed")) {
    document.getElementById("queue")?.dispatchEvent(new CustomEvent("news"));
  }
});
