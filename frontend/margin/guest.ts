import { guestProof } from "./proof.ts";

const form = document.getElementById("guest-form");
if (form) guestProof(form);
