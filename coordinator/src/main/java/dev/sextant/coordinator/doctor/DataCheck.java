package dev.sextant.coordinator.doctor;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.study.StudyPlan;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.data.ImageReading;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;

/** Checks a study file and the data that it names: images by class and part, files that cannot be read, networks. */
public final class DataCheck implements Check {
    private static final String STUDY_FILE = "study file";
    private static final int MAX_NAMED = 5;

    private final Path file;
    private final StudyFile.Outcome outcome;
    private final Duration patience;

    /**
     * @param file the study file
     * @param outcome what reading it gave
     * @param patience how long images are read
     */
    public DataCheck(Path file, StudyFile.Outcome outcome, Duration patience) {
        this.file = file;
        this.outcome = outcome;
        this.patience = patience;
    }

    @Override
    public String group() {
        return "data";
    }

    @Override
    public List<Finding> findings() {
        if (outcome instanceof StudyFile.Outcome.Invalid invalid) {
            return invalid.problems().stream()
                    .map(problem -> Finding.problem(STUDY_FILE, problem.in(file.toString()), ""))
                    .toList();
        }
        StudyFile.Outcome.Valid valid = (StudyFile.Outcome.Valid) outcome;
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(STUDY_FILE, file + " is valid"));
        valid.warnings().forEach(warning -> findings.add(Finding.warning(STUDY_FILE, warning.in(file.toString()), "")));
        StudyPlan plan = StudyPlan.of(valid.spec(), Trainers.installed());
        plan.data().forEach(line -> findings.add(Finding.ok("data", line)));
        findings.addAll(paths(plan.spec()));
        if (TrialModel.isOf(plan.spec()) && plan.settings().containsKey("data")) {
            findings.add(images(plan));
        }
        return findings;
    }

    /** Returns a finding for each file or folder that a setting names; the trainer has checked that they exist. */
    private static List<Finding> paths(StudySpec spec) {
        TrainerFactory trainer =
                Trainers.installed().find(spec.trainer().type()).orElseThrow();
        return trainer.settings(spec.trainer().revision()).stream()
                .filter(Setting::isPath)
                .flatMap(setting -> values(spec, setting.name())
                        .map(value -> Finding.ok(setting.name(), value + size(value.toString()))))
                .toList();
    }

    private static Stream<Object> values(StudySpec spec, String setting) {
        Stream<Object> searched = spec.space().parameters().stream()
                .filter(parameter -> parameter.name().equals(setting))
                .flatMap(parameter -> parameter.listed().stream());
        return Stream.concat(Stream.ofNullable(spec.trainer().settings().get(setting)), searched);
    }

    private static String size(String path) {
        try {
            org.apache.hadoop.fs.Path named = new org.apache.hadoop.fs.Path(path);
            FileStatus status =
                    HadoopFiles.of(named, HadoopFiles.configuration()).getFileStatus(named);
            return status.isDirectory() ? "" : ", " + TextFormat.bytes(status.getLen());
        } catch (IOException | IllegalArgumentException e) {
            return ""; // a name, or none
        }
    }

    private Finding images(StudyPlan plan) {
        try {
            ImageReading reading = ImageReading.of(plan.settings(), patience);
            String read = reading.read() == reading.files()
                    ? "all " + TextFormat.count(reading.files(), "image") + " were read"
                    : TextFormat.count(reading.read()) + " of " + TextFormat.count(reading.files(), "image")
                            + " were read in " + patience.toSeconds() + " s (--data-patience)";
            if (reading.unreadable().isEmpty()) {
                return Finding.ok("images", read + "; all can be decoded");
            }
            String found = read + "; " + reading.unreadable().size() + " cannot be decoded: " + named(reading);
            return reading.hasTooManyUnreadable()
                    ? Finding.problem("images", found, "Repair or remove them; max_unreadable allows fewer.")
                    : Finding.warning(
                            "images",
                            found,
                            "Repair or remove them; trials leave them out, up to the share max_unreadable.");
        } catch (UnusableData e) {
            return Finding.problem("images", e.getMessage(), "");
        }
    }

    private static String named(ImageReading reading) {
        List<SkippedImage> unreadable = reading.unreadable();
        return unreadable.stream().limit(MAX_NAMED).map(SkippedImage::toString).collect(Collectors.joining("; "))
                + (unreadable.size() > MAX_NAMED ? " and " + (unreadable.size() - MAX_NAMED) + " more" : "");
    }
}
