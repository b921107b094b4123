// The light page of a class: it asks for a code, shows the class on a phone, or makes a browser the teacher's.

import { joinPage } from "./join.js";
import { phonePage } from "./phone.js";
import { teachPage } from "./teach.js";

const { page, code, sentence } = document.body.dataset;
const place = document.getElementById("main");
if (page === "phone") phonePage(place, code);
else if (page === "teach") teachPage(place, code);
else joinPage(place, code, sentence);
