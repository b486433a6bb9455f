package io.ipfskit.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `ipfs-kit completion bash|zsh`.
@CommandLine.Command(
        name = "completion",
        description = "Print a completion script: source <(ipfs-kit completion bash).",
        sortOptions = false)
final class CompletionCommand implements Command.Plain {
    /// The shells.
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    Shell shell = Shell.bash;

    @Override
    public int run(Terminal terminal, Globals globals) {
        String script = AutoComplete.bash("ipfs-kit", Commands.all());
        if (shell == Shell.zsh) {
            // The script uses bash's `complete`, which zsh has after these.
            terminal.out().println("autoload -U +X compinit && compinit");
            terminal.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        terminal.out().println(script);
        return 0;
    }
}
