package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.backbone.BackboneImport;
import dev.sextant.worker.image.backbone.BackboneRepository;
import dev.sextant.worker.image.backbone.BackboneRepository.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sextant backbones}. */
@Command(
        name = "backbones",
        description = {
            "Manage pretrained networks (backbones).",
            "",
            "Studies refer to an installed backbone by its name. Backbones are stored in $SEXTANT_BACKBONES, else in"
                    + " $SEXTANT_HOME/backbones, and must be installed on each host that trains."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  sextant backbones list"})
public final class BackbonesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: give list, show or add");
    }

    static Map<String, Object> json(Entry entry) {
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
            description = "List the installed backbones.",
            footer = {"", "Example:", "  sextant backbones list --json"})
    public static final class Show implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOption output;

        public Show(Console console) {
            this.console = console;
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() throws IOException {
            BackboneRepository repository = BackboneRepository.of(console.environment());
            List<Entry> entries;
            try {
                entries = repository.list();
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
            if (output.isJson()) {
                output.json(entries.stream().map(BackbonesCommand::json).toList());
            } else if (entries.isEmpty()) {
                output.line(
                        "No backbones in " + repository.folder() + ". Run `sextant backbones add FILE` to add one.");
            } else {
                Table table = Table.of("name", "size", "images", "blocks", "license");
                for (Entry entry : entries) {
                    table.row(
                            entry.name(),
                            TextFormat.bytes(entry.bytes()),
                            entry.imageSize() == 0 ? TextFormat.NOTHING : entry.imageSize() + " px",
                            entry.blocks().isEmpty() ? TextFormat.NOTHING : String.join(", ", entry.blocks()),
                            entry.licence().isEmpty() ? TextFormat.NOTHING : entry.licence());
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
                "Install a backbone, so that studies can use `backbone: NAME`.",
                "",
                "The model card describes the input of the network. By default it is read from FILE with the extension"
                        + " .card.json. Without a card, give --image-size and --preprocessing; a card is then written."
                        + " Keras files are converted, and networks of keras.applications need no options. The SHA-256 of"
                        + " the network is stored in the card and checked whenever the network is read."
            },
            footer = {
                "",
                "Examples:",
                "  sextant backbones add downloads/resnet18.zip",
                "  sextant backbones add model.zip --card resnet.json --name resnet18",
                "  sextant backbones add resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5 --name resnet50",
                "  sextant backbones add darknet19_dl4j_inference.v2.zip --image-size 224 --preprocessing unit",
                "  sextant backbones add own.h5 --preprocessing tf --image-size 128 --output block4_pool"
            })
    public static final class Add implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOption output;

        @Parameters(
                index = "0",
                paramLabel = "FILE",
                description = "Zip file written by Deeplearning4j's ModelSerializer, or .h5 file of Keras 2 (a complete"
                        + " network, or the weights of Inception-V3, Xception, ResNet50 or Inception-ResNet-V2).")
        private Path file;

        @Option(
                names = "--card",
                paramLabel = "CARD",
                description = "Model card. Default: FILE with the extension .card.json, if it exists.")
        private Path card;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "Name of the backbone in studies. Default: name of FILE without extension.")
        private String name;

        @Option(
                names = "--image-size",
                paramLabel = "PIXELS",
                description = "Side length of the network's input images. Default: read from the network.")
        private Integer imageSize;

        @Option(
                names = "--preprocessing",
                paramLabel = "NAME",
                description =
                        "Input normalization: unit (0 to 1), symmetric (-1 to 1, also tf), imagenet (also torch), caffe"
                                + " (BGR minus mean) or raw. Default: that of the network in keras.applications.")
        private String preprocessing;

        @Option(
                names = "--output",
                paramLabel = "LAYER",
                description =
                        "Layer whose output is the feature vector; feature maps are averaged. Default: the input of the"
                                + " classification layer, else the network's output.")
        private String layer;

        @Option(names = "--source", paramLabel = "TEXT", description = "Origin of the network, for documentation.")
        private String source = "";

        @Option(
                names = {"--license", "--licence"},
                paramLabel = "TEXT",
                description = "License of the weights, for documentation.")
        private String license = "";

        public Add(Console console) {
            this.console = console;
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (!Files.isRegularFile(file)) {
                throw new UsageException(file + " does not exist. Give a zip or .h5 file.");
            }
            String defaultName =
                    BackboneRepository.withoutExtension(file.getFileName().toString());
            Optional<Path> cardFile = card();
            BackboneImport network = new BackboneImport(
                    file,
                    cardFile,
                    imageSize == null ? OptionalInt.empty() : OptionalInt.of(imageSize),
                    Optional.ofNullable(preprocessing),
                    Optional.ofNullable(layer),
                    source,
                    license);
            try {
                Entry entry;
                try (ProgressLine progress = new ProgressLine(console)) {
                    progress.showUnless(output.isJson());
                    entry = network.addTo(
                            BackboneRepository.of(console.environment()), name == null ? defaultName : name);
                }
                if (output.isJson()) {
                    output.json(json(entry));
                } else {
                    output.line("Added %s (SHA-256 %s). Use it in studies as `backbone: %s`."
                            .formatted(entry.name(), entry.sha256(), entry.name()));
                    output.next(NextStep.afterBackbone());
                }
                return ExitCode.DONE;
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
        }

        /** Checks the options and finds the model card; empty if options replace it. */
        private Optional<Path> card() {
            if (card != null && !Files.isRegularFile(card)) {
                throw new UsageException(card + " does not exist. Give a model card.");
            }
            if (preprocessing != null && !BackboneImport.PREPROCESSING.contains(preprocessing)) {
                throw new UsageException("--preprocessing (" + preprocessing + ") must be one of "
                        + String.join(", ", BackboneImport.PREPROCESSING));
            }
            if (imageSize != null && imageSize < 1) {
                throw new UsageException("--image-size (" + imageSize + ") must be positive");
            }
            Path sibling = file.resolveSibling(
                    BackboneRepository.withoutExtension(file.getFileName().toString()) + ".card.json");
            Optional<Path> found = card != null
                    ? Optional.of(card)
                    : Files.isRegularFile(sibling) ? Optional.of(sibling) : Optional.empty();
            if (found.isPresent() && (imageSize != null || preprocessing != null || layer != null)) {
                throw new UsageException("--image-size, --preprocessing and --output are already set by the card "
                        + found.get() + ". Remove the options, or move the card.");
            }
            return found;
        }
    }
}
