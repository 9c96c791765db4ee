/* The open queue asks for itself again when something came in or was decided. */

document.addEventListener("live:news", (event) => {
  const { channel = "" } = event.detail ?? {};
  if (channel.startsWith("queue:")) document.getElementById("queue")?.dispatchEvent(new CustomEvent("news"));
});
