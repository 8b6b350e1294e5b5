//! What calls take: instructions under callgrind, and requests per second on loopback, beside a client by hand and
//! beside another generator's.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value as Json;

use super::install::install;
use super::process::{measure, median};
use super::tools::Tool;

/// So many calls are made over so many connections, in each round.
const LOADS: [(u32, u32); 2] = [(1, 10_000), (64, 20_000)];

/// So many events are read.
const EVENTS: usize = 100_000;

/// The programs that make calls, and the server that they call.
struct Field {
    ours: PathBuf,
    rival: Option<PathBuf>,
    server: Server,
    log: PathBuf,
}

/// The tables. Without valgrind there are no instructions in them, which is said.
pub(crate) fn tables(scratch: &Path, with_rival: bool, runs: usize) -> io::Result<String> {
    let folder = scratch.join("calls");
    fs::create_dir_all(&folder)?;
    let ours =
        built(crate::chores::cargo().args(["bench", "--package", "specsmith-benches", "--no-run"]), "calls")?;
    let rival = if with_rival { Some(rival(scratch, &folder)?) } else { None };
    let server = Server::start(&ours)?;
    let field = Field { ours, rival, server, log: folder.join("log") };
    let mut text = String::new();
    if is_there("valgrind") {
        text.push_str(&field.instructions()?);
    } else {
        text.push_str("There is no `valgrind` on this machine: no instructions were counted.\n");
    }
    text.push_str(&field.requests(runs)?);
    text.push_str(&field.processor(runs)?);
    text.push_str(&field.growth()?);
    Ok(text)
}

fn is_there(program: &str) -> bool {
    let quiet = |it: &mut Command| it.stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet(Command::new(program).arg("--version")).is_ok_and(|it| it.success())
}

/// Has Cargo build something, and finds the program of that name.
fn built(cargo: &mut Command, name: &str) -> io::Result<PathBuf> {
    let output = cargo.arg("--message-format=json").stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("`{name}` does not compile")));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|it| serde_json::from_str::<Json>(it).ok());
    let program =
        |it: Json| (it["target"]["name"] == name).then(|| Some(it["executable"].as_str()?.into()))?;
    messages
        .filter_map(program)
        .next_back()
        .ok_or_else(|| io::Error::other(format!("there is no program `{name}`")))
}

/// The other generator's client, and a program around it.
fn rival(scratch: &Path, folder: &Path) -> io::Result<PathBuf> {
    const TOOL: Tool = Tool::OpenapiToRust;
    let rivals = scratch.join("rivals");
    install(&rivals, &[TOOL])?;
    let program = TOOL.program(&rivals).ok_or_else(|| io::Error::other("the rival is not installed"))?;
    let out = folder.join(TOOL.name());
    fs::create_dir_all(out.join("src"))?;
    let document = Path::new("benches/rivals/members.yaml");
    if let Err(fault) = measure(&mut TOOL.generate(&program, document, &out), &folder.join("generate.log"))? {
        return Err(io::Error::other(fault));
    }
    TOOL.finish(&out)?;
    fs::remove_file(out.join("src/lib.rs"))?;
    fs::copy("benches/rivals/openapi-to-rust.rs", out.join("src/main.rs"))?;
    fs::copy("benches/calls/load.rs", out.join("src/load.rs"))?;
    let manifest = out.join("Cargo.toml");
    // Without TLS, as the others are; and on the same versions of what is underneath.
    let text = fs::read_to_string(&manifest)?.replace("\"rustls\", ", "");
    fs::write(
        &manifest,
        text + "tokio = { version = \"1\", features = [\"net\", \"rt\", \"time\"] }\n\n[workspace]\n",
    )?;
    fs::copy("Cargo.lock", out.join("Cargo.lock"))?;
    let mut cargo = crate::chores::cargo();
    cargo.args(["build", "--release"]).current_dir(&out).env("CARGO_TARGET_DIR", folder.join("target"));
    built(&mut cargo, super::tools::CRATE)
}

/// It answers for as long as this lives.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(program: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        let mut process = command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        if let Some(out) = &mut process.stdout {
            BufReader::new(out).read_line(&mut address)?;
        }
        Ok(Self { process, address: address.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It ends with its standard input; how is nobody's concern.
        let _ = self.process.wait();
    }
}

impl Field {
    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(&self.ours);
        command.args(arguments.replace("ADDRESS", &self.server.address).split(' '));
        command
    }

    /// The instructions of one of what the arguments name: the difference of two runs.
    fn count(&self, command: &Command, (few, more): (usize, usize)) -> io::Result<u64> {
        let few_took = counted(command, few)?;
        let more_took = counted(command, more)?;
        Ok(more_took.saturating_sub(few_took) / (more - few) as u64)
    }

    fn instructions(&self) -> io::Result<String> {
        let mut page =
            "| Instructions of one | Ours | The other | Ratio | Bar |\n|---|---|---|---|---|\n".to_owned();
        let mut row = |name: &str, ours: u64, hand: u64, bar: &str| {
            #[expect(clippy::cast_precision_loss, reason = "shown with a few digits")]
            let ratio = ours as f64 / hand.max(1) as f64;
            page.push_str(&format!(
                "| {name} | {} | {} | {ratio:.2} | {bar} |\n",
                grouped(ours),
                grouped(hand)
            ));
        };
        let many = (1_000, 3_000);
        let count = |arguments: &str, counts| self.count(&self.command(arguments), counts);
        let call = count("call ours ADDRESS 1", many)?;
        row("call over loopback, reqwest by hand", call, count("call by-hand ADDRESS 1", many)?, "1.05");
        if let Some(rival) = &self.rival {
            let mut command = Command::new(rival);
            let theirs = self.count(command.args([&self.server.address, "1"]), many)?;
            row("the same, openapi-to-rust's client", call, theirs, "0.70");
        }
        let event = |by: &str| count(&format!("events {by} ADDRESS"), (EVENTS / 10, EVENTS));
        row("event of a stream, reqwest and serde by hand", event("ours")?, event("by-hand")?, "");
        let decode = count("decode ours", (1, 2))?;
        row(
            "decode of a list of 170,000, some 10 MB, serde's derive",
            decode,
            count("decode by-hand", (1, 2))?,
            "1.15",
        );
        let keeping = count("decode by-hand-keeping", (1, 2))?;
        row("the same, unknown keys kept there too", decode, keeping, "1.15");
        row(
            "encode of it, serde's derive",
            count("encode ours", (1, 2))?,
            count("encode by-hand", (1, 2))?,
            "1.00",
        );
        let scripted = count("scripted", many)?;
        page.push_str(&format!(
            "\nWithout a network, over a scripted transport, a call of ours takes {} instructions.\n",
            grouped(scripted)
        ));
        Ok(page)
    }

    /// Requests per second: both clients in one process, in slices of a few milliseconds.
    fn requests(&self, runs: usize) -> io::Result<String> {
        let mut page =
            "\n| Requests per second | Ours | By hand | Ratio | Bar |\n|---|---|---|---|---|\n".to_owned();
        for (connections, slices) in [(1, 200), (64, 400)] {
            let mut race = self.command(&format!("race ADDRESS {connections} {slices}"));
            let mut rates = [Vec::new(), Vec::new()];
            for _ in 0..runs {
                measure(&mut race, &self.log)?.map_err(io::Error::other)?;
                let said = said(&self.log)?;
                rates.iter_mut().zip(said).for_each(|(rates, rate)| rates.push(rate));
            }
            let [ours, hand] = rates.map(|mut rates| {
                rates.sort_by(f64::total_cmp);
                rates.get(rates.len() / 2).copied().unwrap_or_default()
            });
            let ratio = ours / hand;
            page.push_str(&format!(
                "| {connections} at once | {ours:.0} | {hand:.0} | {ratio:.2} | 0.97 |\n"
            ));
        }
        Ok(page)
    }

    /// The time of a processor that a call takes, the system's for it counted in: each program in turn.
    fn processor(&self, runs: usize) -> io::Result<String> {
        let mut page =
            "\n| Microseconds of a processor, a call | Ours | By hand | openapi-to-rust's client |\n\
                        |---|---|---|---|\n"
                .to_owned();
        for (connections, calls) in LOADS {
            let own = |by: &str| self.command(&format!("call {by} ADDRESS {connections} {calls}"));
            let mut programs = vec![own("ours"), own("by-hand")];
            if let Some(rival) = &self.rival {
                let mut command = Command::new(rival);
                command.args([&self.server.address, &connections.to_string(), &calls.to_string()]);
                programs.push(command);
            }
            let mut costs = vec![Vec::new(); programs.len()];
            for _ in 0..runs {
                for (program, costs) in programs.iter_mut().zip(&mut costs) {
                    costs.push(measure(program, &self.log)?.map_err(io::Error::other)?);
                }
            }
            let took = costs
                .iter()
                .filter_map(|it| median(it))
                .map(|it| it.cpu.as_secs_f64() * 1e6 / f64::from(calls));
            let cells: Vec<String> = took.map(|it| format!("{it:.1}")).collect();
            page.push_str(&format!("| {connections} at once | {} |\n", cells.join(" | ")));
        }
        Ok(page)
    }

    /// By how much a process grows that reads a stream.
    fn growth(&self) -> io::Result<String> {
        let mut grown = Vec::new();
        for by in ["ours", "by-hand"] {
            let mut command = self.command(&format!("events {by} ADDRESS {EVENTS}"));
            measure(&mut command, &self.log)?.map_err(io::Error::other)?;
            grown.extend(said(&self.log)?.iter().map(|it| it / 1024.0));
        }
        Ok(format!(
            "\nFrom the thousandth event of a stream to the hundred thousandth the process grew by {:.0} KiB, by hand by {:.0} KiB.\n",
            grown.first().copied().unwrap_or_default(),
            grown.get(1).copied().unwrap_or_default()
        ))
    }
}

/// The numbers that a program printed.
fn said(log: &Path) -> io::Result<Vec<f64>> {
    let text = fs::read_to_string(log)?;
    let numbers: Result<Vec<f64>, _> = text.split_whitespace().map(str::parse).collect();
    numbers.map_err(|_| io::Error::other(format!("no numbers were printed, but {text:?}")))
}

/// What callgrind counts of a program, with a count as its last argument.
fn counted(command: &Command, count: usize) -> io::Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(command.get_program()).args(command.get_args()).arg(count.to_string());
    let output = valgrind.output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|it| it.split_once("Collected : ")?.1.trim().parse().ok());
    match collected.filter(|_| output.status.success()) {
        Some(collected) => Ok(collected),
        None => Err(io::Error::other(format!("{valgrind:?}: {}", text.trim()))),
    }
}

/// With commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
