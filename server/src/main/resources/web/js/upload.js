// Sends one item to the node and tells how it goes. XMLHttpRequest, because fetch does not report
// how much of a body was sent.
import { ApiError, EventReader, failureOf, headers, url } from "./api.js";
import { formOf } from "./files.js";

// tell({ sent, total } | { stored } | { items }) ; resolves with the result record.
//
// The id of the operation is chosen here: a browser may send a request again when its connection
// breaks, and the node refuses an id it has seen, so that a cancelled add is not begun anew.
export function upload(item, id, { pin, wrap }, tell, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = { pin, wrap, pin_name: pin ? item.name : undefined };
    let items = 0;
    let result = null;
    let failure = null;

    const reader = new EventReader((event, data) => {
      if (event === "progress") tell({ stored: data });
      else if (event === "item") tell({ items: ++items });
      else if (event === "result") result = data;
      else if (event === "error") failure = new ApiError(data.detail ?? "the node failed", { status: data.status ?? 500, problem: data });
    });

    request.open("POST", url("/ipfs/add", query));
    for (const [name, value] of Object.entries(headers({ Accept: "text/event-stream", "X-Operation-Id": id }))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => tell({ sent: event.loaded, total: event.total });
    const read = () => {
      if (request.status === 200) reader.read(request.responseText);
    };
    request.onprogress = read;
    request.onload = () => {
      read();
      if (request.status !== 200) reject(failureOf(request.status, request.responseText));
      else if (failure) reject(failure);
      else if (result) resolve(result);
      else reject(new ApiError("the node ended its answer before the result", { status: 200 }));
    };
    request.onerror = () => {
      read();
      reject(failure ?? new ApiError("the connection to the node broke; nothing was added"));
    };
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(formOf(item));
  });
}
