/** What is measured together. */
export const groups = ['tokens', 'shared', 'gateway', 'package', 'files'] as const;

export type Group = (typeof groups)[number];

/** How each group is measured, printed below the table. */
export const method: Readonly<Record<Group | 'general', string>> = {
  general: `
Each value is the median of its runs after some that do not count, unless its note says p95. What depends on the
machine has no absolute target: it is held against something else that was measured in the same run. Nothing leaves this
machine: the server is the simulator; everything between it and the caller (HTTP client, lock, sealed file) is
the extension's own code.`,
  tokens: `
ensure: one after the other, each awaited, on a token in memory, beside a function that does nothing.
issue, own cost: the time of an issue less that of the same request made with Node's bare client. Warm: the two in
  turn, over connections that are kept open. First: in fresh processes, each of which makes one request; the
  difference of the two medians. It includes the loading of the HTTP client, from a bundle such as users get.
heap: 10,000 days pass on a clock of the test, each with its renewal; the heap is measured after every 500,
  after two full garbage collections.
wake-ups: timers still armed through the one scheduler there is, while no token is held.
pacing: 25 calls of each of 20 TRs, five TRs at a time, in real time; the server notes their arrivals and refuses
  what is too much. The first burst is not counted, as it would flatter the rate.`,
  shared: `
A real redis-server on loopback; left out, with a line that says so, where there is none.
ensure: with a store and without, in turn. An issue, near: the whole of it, its token stored on the disk and in the store;
  the commands of it are counted by the server. Far: each packet to and from the store takes ten milliseconds, so that
  the difference to an issue without a store, in PINGs over the same line, is the round trips that it waits for.
a new token: from when one computer has it until another does, in one process; beside a message from publisher to
  subscriber and the write of such a file, which is what is at least to be done.
callers: each computer a process, all asking at once, after each of them saw the last token end; Kiwoom takes
  200 ms to answer. One caller is on one of them, the others idle.`,
  gateway: `
added: requests straight to a server, through httpxy and through the gateway, 25 of each in turn, one after the other
  over kept connections; what the two take more than the straight ones. httpxy is a proxy library that passes all
  through. Each of the two is in a process of its own, bundled as for users; the server and the client in another.
  Pacing is off. The first 2,500 of each do not count.
a request over 64 connections: the time of 640, by their number; ≤ 1.25 is ≥ 0.8 of the throughput.
heap: after each 20,000 requests, after two full garbage collections. Held of 10 MB: the buffers of the gateway's
  process half a second after the head of the reply came, of which nothing is read.
messages: 200 a second for five seconds, each sent back by the server.`,
  package: `
in the host: a VS Code of its own; each reading in a fresh window, whose extension host is a new process. A probe
  there activates one extension, once what VS Code starts by itself is up. CPU of the start: of the activation and
  the second after it, which shows what an extension begins and does not wait for. Then it reads the heap after
  garbage collections and the CPU time of three idle seconds. The extensions take turns, those named on the command
  line too.
sizes: of the package that users get, and of the files that are read when it starts.`,
  files: `
reading: a file of 5,000 requests, again and again in the same process; httpyac reads the same text once. Completion and hover: at cursors all over
  it, each as after an edit. Diagnostics: reading and diagnosing it after an edit.
saved file: 100 KB with hundreds of candidates for a secret, beside JSON.parse of the same bytes.
app keys: an .env file of 64 KB, again and again in the same process, beside the request of an issue made with Node's
  bare client over a kept connection. Every saved file is looked at, and most have no keys: those are held to a quarter.
  One with keys is read when it is imported, and is held against JSON.parse, which alone takes more than a quarter.
TR catalogue: the processor time in fresh processes, each of which first parses as many bytes of JSON.`,
};
