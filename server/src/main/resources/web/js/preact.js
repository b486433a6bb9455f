// The one place that knows where Preact is.
export { h, render, Component, Fragment } from "../vendor/preact.module.js";
