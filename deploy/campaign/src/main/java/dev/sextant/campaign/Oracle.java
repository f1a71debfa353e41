package dev.sextant.campaign;

import dev.sextant.common.files.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges what a study has left when no coordinator works on it: rows against the journal of its programs and against
 * what the rows said before, files and processes against what may stay. Used by one thread.
 */
final class Oracle {
    private static final int MOST_FILES_PER_TRIAL = 3;
    private static final long ORPHANS_END_WITHIN_NANOS = 30_000_000_000L;

    private final World world;
    private final StudyPlan plan;
    private final Rows rows;
    private final CheckpointWatch checkpoints;

    /** Rows that were committed once, by trial and epoch: they must never change. */
    private final Map<String, String> acknowledged = new LinkedHashMap<>();

    Oracle(World world, StudyPlan plan, Rows rows, CheckpointWatch checkpoints) {
        this.world = world;
        this.plan = plan;
        this.rows = rows;
        this.checkpoints = checkpoints;
    }

    /** Returns all that is wrong after a coordinator has ended, however it ended. */
    List<String> afterAnEnd() throws SQLException, IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        check(Promises.ALWAYS, wrong);
        compareWithWhatWasAcknowledged(wrong);
        compareWithJournal(wrong);
        wrong.addAll(checkpoints.violations());
        findOrphans(wrong);
        return wrong;
    }

    /** Returns all that is wrong in a study that was paused or has ended. */
    List<String> atRest() throws SQLException, IOException, InterruptedException {
        List<String> wrong = afterAnEnd();
        check(Promises.AT_REST, wrong);
        return wrong;
    }

    /**
     * Returns all that is wrong in a study that is over.
     *
     * @param reference what it must have come to; empty if that depends on which run ends first
     */
    List<String> atTheEnd(List<String> reference) throws SQLException, IOException, InterruptedException {
        List<String> wrong = atRest();
        if (!rows.state().equals("COMPLETED")) {
            wrong.add("the study is " + rows.state() + " and not COMPLETED");
        }
        int trials =
                rows.query("SELECT trial FROM sextant.trials WHERE study = ?").size();
        if (trials != plan.cargo().trials()) {
            wrong.add("the study has " + trials + " trials and not "
                    + plan.cargo().trials());
        }
        findEpochsThatAreMissing(wrong);
        findTrialsThatShouldNotHaveFailed(wrong);
        checkFiles(wrong);
        if (!reference.isEmpty()) {
            compareWithReference(reference, wrong);
        }
        return wrong;
    }

    /** Returns what is left of a study that was deleted. */
    List<String> afterDelete() throws SQLException, IOException {
        List<String> wrong = new ArrayList<>();
        if (!rows.state().equals("absent")) {
            wrong.add("the study is still there after its deletion");
        }
        checkpoints
                .studyFolder()
                .ifPresent(folder -> wrong.add(folder + " is still there after the deletion of its study"));
        return wrong;
    }

    private void check(Map<String, String> promises, List<String> wrong) throws SQLException {
        for (Map.Entry<String, String> promise : promises.entrySet()) {
            List<String> broken = rows.query(promise.getValue());
            if (!broken.isEmpty()) {
                wrong.add("not kept: " + promise.getKey() + ": " + some(broken));
            }
        }
    }

    private void compareWithWhatWasAcknowledged(List<String> wrong) throws SQLException {
        Map<String, String> now = new LinkedHashMap<>();
        for (String row : rows.measured()) {
            String[] parts = row.split(" \\| ", 3);
            now.put("trial " + parts[0] + " epoch " + parts[1], parts[2]);
        }
        acknowledged.forEach((epoch, row) -> {
            if (!row.equals(now.get(epoch))) {
                wrong.add("acknowledged " + epoch + " was (" + row + ") and is (" + now.get(epoch) + ")");
            }
        });
        acknowledged.putAll(now);
    }

    /** Each recorded epoch of a program must have happened, with its value; repeated, it must give the same value. */
    private void compareWithJournal(List<String> wrong) throws SQLException, IOException {
        if (!plan.cargo().runsPrograms()) {
            return;
        }
        Map<String, String> happened = new TreeMap<>();
        for (Journal.Entry entry : world.journal().entries(plan.name(), "EPOCH")) {
            String epoch = entry.trial() + " | " + entry.epoch();
            String before = happened.put(epoch, entry.value());
            if (before != null && !before.equals(entry.value())) {
                wrong.add("trial and epoch " + epoch + " gave " + before + " and later " + entry.value());
            }
        }
        for (String row : rows.measured()) {
            String[] parts = row.split(" \\| ", -1);
            String value = happened.get(parts[0] + " | " + parts[1]);
            boolean nan = parts[4].equals("NaN");
            if (!nan && (value == null || Double.parseDouble(value) != Double.parseDouble(parts[4]))) {
                wrong.add("row (" + row + ") is not in the journal, which says " + value);
            }
        }
        for (Journal.Entry corrupt : world.journal().entries(plan.name(), "CORRUPT")) {
            wrong.add("a program was passed a checkpoint that is not its own: " + corrupt);
        }
    }

    private void findEpochsThatAreMissing(List<String> wrong) throws SQLException, IOException {
        for (Journal.Entry entry : world.journal().entries(plan.name(), "EPOCH")) {
            String epoch = "trial " + entry.trial() + " epoch " + entry.epoch();
            if (!acknowledged.containsKey(epoch)) {
                wrong.add(epoch + " happened, but has no row");
            }
        }
    }

    private void findTrialsThatShouldNotHaveFailed(List<String> wrong) throws SQLException, IOException {
        List<Integer> fatal = world.journal().entries(plan.name(), "MISCHIEF").stream()
                .filter(entry -> StudyPlan.FATAL.contains(entry.value()))
                .map(Journal.Entry::trial)
                .distinct()
                .sorted()
                .toList();
        List<String> failed = rows.query(
                "SELECT trial, failure, error FROM sextant.trials WHERE study = ? AND state = 'FAILED' ORDER BY trial");
        List<Integer> numbers = failed.stream()
                .map(row -> Integer.parseInt(row.substring(0, row.indexOf(' '))))
                .toList();
        if (!numbers.equals(fatal)) {
            wrong.add("trials " + fatal + " should have failed, but those that have are " + failed);
        }
    }

    private void findOrphans(List<String> wrong) throws IOException, InterruptedException {
        long end = System.nanoTime() + ORPHANS_END_WITHIN_NANOS;
        List<Processes.Found> left = world.processes();
        while (!left.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(50);
            left = world.processes();
        }
        if (!left.isEmpty()) {
            wrong.add("processes outlived their coordinator: " + left);
            for (Processes.Found orphan : left) {
                orphan.signal("KILL");
            }
        }
    }

    /** The latest checkpoint and that of the best epoch must be there and whole; little else may. */
    private void checkFiles(List<String> wrong) throws SQLException, IOException {
        List<String> needed = rows.query(
                """
                SELECT c.uri, c.bytes, c.sha256 FROM sextant.checkpoint c
                JOIN sextant.study s ON s.id = c.study_id
                JOIN sextant.trial t ON t.study_id = c.study_id AND t.trial = c.trial
                WHERE s.name = ? AND t.state <> 'FAILED' AND (c.epoch = t.best_epoch OR c.epoch =
                    (SELECT max(n.epoch) FROM sextant.checkpoint n
                     WHERE n.study_id = c.study_id AND n.trial = c.trial))""");
        for (String row : needed) {
            String[] parts = row.split(" \\| ", -1);
            Path file = Path.of(URI.create(parts[0]));
            if (!checkpoints.isDamaged(file)) {
                if (!Files.isRegularFile(file)) {
                    wrong.add(file + " has a row and does not exist");
                } else if (Files.size(file) != Long.parseLong(parts[1])
                        || !Sha256.of(file).equals(parts[2])) {
                    wrong.add(file + " is not the file that its row describes");
                }
            }
        }
        try (Stream<Path> folders = Files.list(checkpoints.studyFolder().orElseThrow())) {
            for (Path folder : folders.toList()) {
                checkFilesOfTrial(folder, wrong);
            }
        }
        Path work = world.home().resolve("work");
        if (Files.exists(work)) {
            try (Stream<Path> left = Files.list(work)) {
                left.filter(path -> !path.endsWith("lock")).forEach(path -> wrong.add(path + " was left behind"));
            }
        }
    }

    private static void checkFilesOfTrial(Path folder, List<String> wrong) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.map(Path::getFileName).sorted().toList();
            List<Path> unfinished = all.stream()
                    .filter(name -> !name.toString().startsWith("epoch-"))
                    .toList();
            if (!unfinished.isEmpty()) {
                wrong.add(folder.getFileName() + " has unfinished files: " + unfinished);
            }
            if (all.size() - unfinished.size() > MOST_FILES_PER_TRIAL) {
                wrong.add(folder.getFileName() + " has more checkpoints than are kept: " + all);
            }
        }
    }

    private void compareWithReference(List<String> reference, List<String> wrong) throws SQLException {
        List<String> results = rows.results();
        if (!results.equals(reference)) {
            List<String> more = new ArrayList<>(results);
            more.removeAll(reference);
            List<String> less = new ArrayList<>(reference);
            less.removeAll(results);
            wrong.add("the study differs from an undisturbed one: " + some(more) + " instead of " + some(less));
        }
    }

    private static String some(List<String> rows) {
        return rows.size() <= 3 ? rows.toString() : rows.subList(0, 3) + " and " + (rows.size() - 3) + " more";
    }
}
