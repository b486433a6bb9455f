// Texts of the node beside its REST API.
import { ApiError, failureOf, headers } from "./api.js";

export async function get(path) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", headers: headers({ Accept: "text/plain" }) });
  } catch {
    throw new ApiError("the node does not answer");
  }
  const text = await response.text();
  if (!response.ok) throw failureOf(response.status, text);
  return text;
}
