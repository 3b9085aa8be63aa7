import type { Command, Option } from "commander";
import { REGIONS } from "../../catalogue/regions.ts";
import { EXPLAINED } from "../../render/explanation.ts";
import { EXIT } from "../exit.ts";
import { DescribedOption } from "../option.ts";
import { write } from "../output.ts";
import { UsageError } from "../usage.ts";

const SHELLS = { bash, zsh, fish } as const;

/** `completion`: a script for a shell to source, made of the options that there are. */
export async function completion(shell: string, program: Command): Promise<number> {
  const make = Object.entries(SHELLS).find(([name]) => name === shell)?.[1];
  if (make === undefined) throw new UsageError(({ usage }) => usage.noShell(Object.keys(SHELLS)));
  await write(process.stdout, make(program));
  return EXIT.ready;
}

/** What can follow an option: words, a file, or something that only the user knows. */
function valuesAfter(option: Option): { words: readonly string[] } | "file" | "unknown" {
  if (option.long === "--region") return { words: REGIONS.map(({ id }) => id) };
  if (!(option instanceof DescribedOption)) return "unknown";
  if (option.isFile) return "file";
  return option.accepted.length === 0 ? "unknown" : { words: option.accepted };
}

const takesValue = (option: Option) => option.required || option.optional;
const longOf = (option: Option) => option.long ?? "";
const optionsOf = (command: Command) => [...command.options.map(longOf), "--help"];

function bash(program: Command): string {
  const commands = program.commands.map((command) => command.name());
  const cases = program.commands.flatMap((command) =>
    command.options.filter(takesValue).map((option) => {
      const values = valuesAfter(option);
      const place = `    "${command.name()} ${longOf(option)}")`;
      if (values === "unknown") return `${place} return ;;`;
      const reply = values === "file" ? "-f" : `-W "${values.words.join(" ")}"`;
      return `${place} COMPREPLY=($(compgen ${reply} -- "$cur")); return ;;`;
    }),
  );
  return `# Completion of edge-preflight for bash: source it, or put it into /etc/bash_completion.d/.
_edge_preflight() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=check word options
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${commands.join("|")}) command=$word; break ;; esac
  done
  COMPREPLY=()
  case "$command $prev" in
${cases.join("\n")}
  esac
  if [ "$command" = explain ] && [ "$prev" = explain ]; then
    COMPREPLY=($(compgen -W "${EXPLAINED.join(" ")}" -- "$cur"))
    return
  fi
  case $command in
${program.commands.map((command) => `    ${command.name()}) options="${optionsOf(command).join(" ")}" ;;`).join("\n")}
  esac
  if [ "$COMP_CWORD" = 1 ]; then options="$options ${commands.join(" ")}"; fi
  COMPREPLY=($(compgen -W "$options" -- "$cur"))
}
complete -o default -F _edge_preflight edge-preflight
`;
}

/** zsh takes bash's, by way of its own emulation. */
function zsh(program: Command): string {
  return `autoload -U +X compinit && compinit -u\nautoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;
}

function fish(program: Command): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const lines = program.commands.flatMap((command) => {
    const name = command.name();
    const seen =
      name === "check"
        ? "__fish_use_subcommand; or __fish_seen_subcommand_from check"
        : `__fish_seen_subcommand_from ${name}`;
    return [
      `complete -c edge-preflight -n __fish_use_subcommand -a ${name} -d ${quoted(command.description())}`,
      ...command.options.map((option) => {
        const values = valuesAfter(option);
        const value = !takesValue(option)
          ? ""
          : values === "file"
            ? " -r"
            : values === "unknown"
              ? " -x"
              : ` -x -a ${quoted(values.words.join(" "))}`;
        return `complete -c edge-preflight -n ${quoted(seen)} -l ${longOf(option).slice(2)}${value} -d ${quoted(option.description)}`;
      }),
    ];
  });
  return `# Completion of edge-preflight for fish: put it into ~/.config/fish/completions/edge-preflight.fish.
${lines.join("\n")}
complete -c edge-preflight -f -n '__fish_seen_subcommand_from explain' -a ${quoted(EXPLAINED.join(" "))}
`;
}
