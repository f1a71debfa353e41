package dev.sextant.coordinator.cli.study;

import dev.sextant.common.files.WholeFile;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.spark.LocalMachine;
import dev.sextant.coordinator.starter.FoundImages;
import dev.sextant.coordinator.starter.FoundNetworks;
import dev.sextant.coordinator.starter.StarterStudy;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.backbone.BackboneRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant init DIR}. */
@Command(
        name = "init",
        description = {
            "Write a study file for a folder of images.",
            "",
            "Looks at the images and at the pretrained networks at hand, and writes a commented study file with ranges,"
                    + " rungs and a budget that fit them. Edit it as you like. Trains nothing and needs no database."
        },
        footer = {
            "",
            "Examples:",
            "  sextant init photographs",
            "  sextant init photographs --backbones networks --device-hours 0.5 --to first.yaml"
        })
public final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "DIR",
            description = "Images: a folder with one folder per class, a folder with such folders train, validation and"
                    + " test, or a CSV file with the columns path and label.")
    private Path data;

    @Option(
            names = "--backbones",
            paramLabel = "PATH",
            description = "Folder of pretrained networks, or one network. Can be repeated. Default: the networks that"
                    + " `sextant backbones list` shows.")
    private List<Path> backbones = List.of();

    @Option(names = "--to", paramLabel = "FILE", description = "Output file. Default: ${DEFAULT-VALUE}.")
    private Path file = Path.of("study.yaml");

    @Option(names = "--force", description = "Replace the output file if it exists.")
    private boolean force;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the study. Default: the name of DIR.")
    private String name;

    @Option(
            names = "--device-hours",
            paramLabel = "H",
            description = "Budget of the study: hours of computing, summed over slots. Default: ${DEFAULT-VALUE}.")
    private double deviceHours = 2;

    public InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (Files.exists(file) && !force) {
            throw new UsageException(
                    file + " exists. Give --force to replace it, or another file with --to.");
        }
        if (!(deviceHours > 0) || Double.isInfinite(deviceHours)) {
            throw new UsageException("--device-hours (" + deviceHours + ") must be above 0");
        }
        NativeHelpers.allow();
        try {
            FoundNetworks networks;
            FoundImages images = FoundImages.in(data);
            try (ProgressLine progress = new ProgressLine(console)) {
                progress.showUnless(false);
                networks = networks();
            }
            write(images, networks);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        return ExitCode.DONE;
    }

    private FoundNetworks networks() throws IOException, InterruptedException {
        return backbones.isEmpty()
                ? FoundNetworks.installed(BackboneRepository.of(console.environment()))
                : FoundNetworks.at(backbones);
    }

    private void write(FoundImages images, FoundNetworks networks) throws IOException {
        images.lines().forEach(console.out()::println);
        networks.lines().forEach(console.out()::println);
        if (networks.networks().isEmpty()) {
            console.out().println("No pretrained network, so a small one is trained from scratch. A pretrained network is"
                    + " usually far better:");
            console.out().println("get one as docs/guide/image-classifier.md describes, install it with `sextant backbones"
                    + " add FILE`, run init again.");
        }
        StarterStudy study = new StarterStudy(
                name == null ? StarterStudy.name(data) : name,
                file,
                images,
                networks,
                deviceHours,
                LocalMachine.current());
        String text = study.text();
        check(text);
        WholeFile.write(file, whole -> Files.writeString(whole, text));
        console.out().println();
        console.out().println("Wrote " + file + ": study " + study.name() + ", budget "
                + TextFormat.seconds(deviceHours * 3600) + " of device time. Its comments explain every line.");
        console.err().println(NextStep.afterInit(file));
    }

    /** Checks the text as {@code validate} does, before it is written. */
    private void check(String text) {
        StudyFile.Outcome outcome =
                StudyFile.read(text, file.toAbsolutePath(), Trainers.installed(), SearchAlgorithms.all());
        if (outcome instanceof StudyFile.Outcome.Invalid invalid) {
            throw new UsageException("No valid study can be written:\n"
                    + invalid.problems().stream()
                            .map(problem -> problem.in(file.toString()))
                            .collect(Collectors.joining("\n")));
        }
    }
}
