// Ends this process with the one that started it, however that one ends: its end of standard input is closed then.
process.stdin.on('end', () => process.exit());
process.stdin.resume();
