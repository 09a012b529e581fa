// Joined behind theme.js where nothing was built: controls that need the built scripts stay away.
document.documentElement.dataset.plain = "";
