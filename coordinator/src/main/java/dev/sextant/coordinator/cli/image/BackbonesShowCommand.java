package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.backbone.BackboneLayout;
import dev.sextant.worker.image.backbone.BackboneRepository;
import dev.sextant.worker.image.backbone.BackboneRepository.Entry;
import dev.sextant.worker.image.backbone.BackboneSummary;
import dev.sextant.worker.image.backbone.BackboneSummary.Block;
import dev.sextant.worker.image.backbone.BackboneSummary.Size;
import dev.sextant.worker.image.input.Preprocessing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sextant backbones show}. */
@Command(
        name = "show",
        description = {
            "Show a backbone: its input, its blocks, and what retrain_from would train.",
            "",
            "Layers are those with weights. Batch normalization counts as part of the convolution before it, as with"
                    + " freeze_batch_norm: true."
        },
        footer = {"", "Example:", "  sextant backbones show resnet18"})
public final class BackbonesShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final OutputOption output;

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of an installed backbone.")
    private String name;

    public BackbonesShowCommand(Console console) {
        this.console = console;
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        NativeHelpers.allow();
        BackboneRepository repository = BackboneRepository.of(console.environment());
        try {
            Entry entry = repository.entry(name);
            BackboneSummary summary = repository.summary(name);
            if (output.isJson()) {
                output.json(json(entry, summary));
            } else {
                print(entry, summary);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return ExitCode.DONE;
    }

    /** Returns the blocks that {@code retrain_from} can name: the whole network, then those from bottom to top. */
    private static List<Block> choices(BackboneSummary summary) {
        List<Block> choices = new ArrayList<>();
        choices.add(new Block(BackboneLayout.ALL, summary.whole(), summary.whole()));
        choices.addAll(summary.blocks());
        return choices;
    }

    private static Map<String, Object> json(Entry entry, BackboneSummary summary) {
        Map<String, Object> json = BackbonesCommand.json(entry);
        json.put("source", summary.source());
        json.put("channels", summary.channels());
        json.put("preprocessing", summary.preprocessing().map(BackbonesShowCommand::json));
        json.put("output", summary.output());
        json.put("layers", summary.whole().layers());
        json.put("parameters", summary.whole().parameters());
        json.put(
                "retrain_from",
                choices(summary).stream().map(block -> json(block, summary)).toList());
        return json;
    }

    private static Map<String, Object> json(Preprocessing preprocessing) {
        return Json.object(
                "name",
                preprocessing.name(),
                "order",
                preprocessing.bgr() ? "BGR" : "RGB",
                "scale",
                preprocessing.scale(),
                "mean",
                preprocessing.mean(),
                "std",
                preprocessing.deviation());
    }

    private static Map<String, Object> json(Block block, BackboneSummary summary) {
        return Json.object(
                "value",
                block.name(),
                "layers",
                block.own().layers(),
                "parameters",
                block.own().parameters(),
                "trained_layers",
                block.trained().layers(),
                "trained_parameters",
                block.trained().parameters(),
                "trained_share",
                (double) block.trained().parameters() / summary.whole().parameters());
    }

    private void print(Entry entry, BackboneSummary summary) {
        Size whole = summary.whole();
        output.line("%s: %s, %s, %s"
                .formatted(
                        entry.name(),
                        TextFormat.count(whole.layers(), "layer"),
                        TextFormat.count(whole.parameters(), "parameter"),
                        TextFormat.bytes(entry.bytes())));
        output.line("");
        output.line("images         "
                + (summary.imageSize().isPresent() ? summary.imageSize().getAsInt() + " px, " : "any size, ")
                + (summary.channels() == 1 ? "gray" : "color"));
        output.line("preprocessing  "
                + summary.preprocessing().map(BackbonesShowCommand::text).orElse(TextFormat.NOTHING));
        output.line("features       output of layer " + summary.output());
        output.line("license        " + orNothing(entry.licence()));
        output.line("source         " + orNothing(summary.source()));
        output.line("");
        Table table = Table.of("retrain_from", ">layers", ">parameters", ">trains layers", ">parameters", ">share");
        for (Block block : choices(summary)) {
            boolean all = block.name().equals(BackboneLayout.ALL);
            table.row(
                    block.name(),
                    all ? TextFormat.NOTHING : TextFormat.count(block.own().layers()),
                    all ? TextFormat.NOTHING : TextFormat.count(block.own().parameters()),
                    TextFormat.count(block.trained().layers()),
                    TextFormat.count(block.trained().parameters()),
                    TextFormat.share((double) block.trained().parameters(), (double) whole.parameters()));
        }
        output.table(table);
        output.line("");
        output.line("Use it in studies as `backbone: " + entry.name()
                + "`. With `fine_tuning: true`, retrain_from trains its" + " block and all that follow in this table.");
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? TextFormat.NOTHING : text;
    }

    /** Describes a preprocessing, e.g. {@code caffe: BGR, times 1, minus [103.9, 116.8, 123.7], divided by 1}. */
    private static String text(Preprocessing preprocessing) {
        Optional<String> name = preprocessing.name();
        return "%s%s, times %s, minus %s, divided by %s"
                .formatted(
                        name.map(known -> known + ": ").orElse(""),
                        preprocessing.bgr() ? "BGR" : "RGB",
                        TextFormat.number(preprocessing.scale()),
                        numbers(preprocessing.mean()),
                        numbers(preprocessing.deviation()));
    }

    private static String numbers(List<Double> values) {
        return values.size() == 1 ? TextFormat.number(values.get(0)) : TextFormat.value(values);
    }
}
