// As native.c, in Node.js: v8.mjs MODULE KERNEL TIMES.
const [module, kernel, times] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(await (await import('node:fs/promises')).readFile(module));
for (let n = Number(times); n > 0; n--) {
  const from = process.cpuUsage();
  instance.exports[kernel]();
  const { user, system } = process.cpuUsage(from);
  console.log(user + system);
}
