package dev.sextant.coordinator.cli;

import dev.sextant.worker.image.BackboneShelf;
import dev.sextant.worker.image.BackboneShelf.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sextant backbones}: pretrained networks that studies name without a path. */
@Command(
        name = "backbones",
        description = {
            "Look after pretrained networks that studies name without a path. They lie in SEXTANT_BACKBONES, else in backbones",
            "below SEXTANT_HOME, on each host that trains."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  sextant backbones list"})
final class BackbonesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? list or add");
    }

    private static Map<String, Object> json(Entry entry) {
        return Json.object(
                "name",
                entry.name(),
                "bytes",
                entry.bytes(),
                "image_size",
                entry.imageSize(),
                "blocks",
                entry.blocks(),
                "licence",
                entry.licence(),
                "sha256",
                entry.sha256());
    }

    /** {@code sextant backbones list}. */
    @Command(
            name = "list",
            description = "Show the networks that are there.",
            footer = {"", "Example:", "  sextant backbones list --json"})
    static final class Show implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOption output;

        Show(Console console) {
            this.console = console;
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() throws IOException {
            BackboneShelf shelf = BackboneShelf.of(console.environment());
            List<Entry> entries;
            try {
                entries = shelf.list();
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
            if (output.isJson()) {
                output.json(entries.stream().map(BackbonesCommand::json).toList());
            } else if (entries.isEmpty()) {
                output.line("no network in " + shelf.folder() + "; `sextant backbones add FILE` puts one there");
            } else {
                Table table = Table.of("name", "size", "images", "blocks", "licence");
                for (Entry entry : entries) {
                    table.row(
                            entry.name(),
                            Words.bytes(entry.bytes()),
                            entry.imageSize() == 0 ? Words.NOTHING : entry.imageSize() + " px",
                            entry.blocks().isEmpty() ? Words.NOTHING : String.join(", ", entry.blocks()),
                            entry.licence().isEmpty() ? Words.NOTHING : entry.licence());
                }
                output.table(table);
            }
            return ExitCode.DONE;
        }
    }

    /** {@code sextant backbones add}. */
    @Command(
            name = "add",
            description = {
                "Put a network there, so that studies can say `backbone: NAME`. Its card, FILE with .card.json in place of",
                ".zip, says what images it wants; the SHA-256 is written into the copy and checked whenever it is read."
            },
            footer = {
                "",
                "Examples:",
                "  sextant backbones add downloads/resnet18.zip",
                "  sextant backbones add model.zip --card resnet.json --name resnet18"
            })
    static final class Add implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOption output;

        @Parameters(
                index = "0",
                paramLabel = "FILE",
                description = "A zip that Deeplearning4j's ModelSerializer wrote; ends in one vector an image.")
        private Path file;

        @Option(names = "--card", paramLabel = "CARD", description = "Its card. Default: beside FILE.")
        private Path card;

        @Option(names = "--name", paramLabel = "NAME", description = "What studies call it. Default: FILE's name.")
        private String name;

        Add(Console console) {
            this.console = console;
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            String bare = file.getFileName().toString().replaceFirst("\\.zip$", "");
            Path described = card == null ? file.resolveSibling(bare + ".card.json") : card;
            for (Path needed : List.of(file, described)) {
                if (!Files.isRegularFile(needed)) {
                    throw new UsageException(needed + " does not exist; "
                            + (needed.equals(file)
                                    ? "give the network's zip"
                                    : "write the network's card there, or name it with --card"));
                }
            }
            try {
                Entry entry = BackboneShelf.of(console.environment()).add(file, described, name == null ? bare : name);
                if (output.isJson()) {
                    output.json(json(entry));
                } else {
                    output.line("%s is there, SHA-256 %s; studies say `backbone: %s`"
                            .formatted(entry.name(), entry.sha256(), entry.name()));
                }
                return ExitCode.DONE;
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
        }
    }
}
