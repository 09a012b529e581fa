// Joined behind beacon.js where nothing was built; the built main.js starts every behaviour instead.
document.querySelectorAll('[data-behaviour~="beacon"]').forEach(beacon);
