document.getElementById("host").attachShadow({ mode: "open" }).innerHTML = '<slot name="text"></slot>';
