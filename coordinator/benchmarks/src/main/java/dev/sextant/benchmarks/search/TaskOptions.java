package dev.sextant.benchmarks.search;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Option;

/** Options for the tasks of a benchmark. */
final class TaskOptions {
    @Option(names = "--lcbench", paramLabel = "DIR", description = "folder with the surrogate of LCBench")
    private Path lcbench;

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "IDS",
            description = "LCBench tasks; default: those in the reference.csv of the folder")
    private List<String> tasks = new ArrayList<>();

    @Option(
            names = "--taskset",
            split = ",",
            paramLabel = "FILES",
            description = "tables of TaskSet, or folders of tables")
    private List<Path> taskset = new ArrayList<>();

    @Option(
            names = "--curves",
            split = ",",
            paramLabel = "FILES",
            description = "study files with the trainer curve-table, whose recorded curves are replayed")
    private List<Path> curves = new ArrayList<>();

    /** Uses tasks. */
    interface Use {
        void accept(List<BenchmarkTask> tasks) throws IOException, InterruptedException;
    }

    /** Whether no task is given. */
    boolean areEmpty() {
        return lcbench == null && taskset.isEmpty() && curves.isEmpty();
    }

    /**
     * Reads the tasks and passes them to {@code use}, after which those of LCBench are closed.
     *
     * @param showRows whether the search sees the configurations of the replayed rows of TaskSet, not its own proposals
     * @param out file for results; reference scores that are sampled for LCBench are kept next to it
     * @param threads number of tasks that are sampled in parallel
     * @throws IllegalArgumentException when an option is invalid
     */
    void use(boolean showRows, Path out, int threads, Use use) throws IOException, InterruptedException, OrtException {
        if (lcbench == null) {
            if (!tasks.isEmpty()) {
                throw new IllegalArgumentException("--tasks needs --lcbench, the folder with the surrogate of LCBench");
            }
            use.accept(replayed(showRows));
            return;
        }
        try (LcbenchFolder folder = LcbenchFolder.open(lcbench)) {
            List<BenchmarkTask> all = lcbenchTasks(folder, out, threads);
            all.addAll(replayed(showRows));
            use.accept(all);
        }
    }

    private List<BenchmarkTask> replayed(boolean showRows) throws IOException {
        List<BenchmarkTask> all = new ArrayList<>(TasksetFiles.tasks(taskset, showRows));
        for (Path study : curves) {
            all.add(RecordedCurvesTask.read(study));
        }
        return all;
    }

    private List<BenchmarkTask> lcbenchTasks(LcbenchFolder folder, Path out, int threads)
            throws IOException, InterruptedException {
        List<String> ids = tasks.isEmpty() ? folder.referencedTasks() : tasks;
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(
                    "--tasks: none given, and " + lcbench + " has no reference.csv with tasks");
        }
        ids.forEach(folder::check);
        SampledReferences sampled = new SampledReferences(out.resolveSibling(out.getFileName() + ".references.csv"));
        // Sampling reference scores takes seconds per task.
        ExecutorService sampling = Executors.newFixedThreadPool(threads);
        try {
            List<Future<BenchmarkTask>> futures = new ArrayList<>();
            for (String id : ids) {
                futures.add(sampling.submit(() -> folder.task(id, sampled)));
            }
            List<BenchmarkTask> all = new ArrayList<>();
            for (Future<BenchmarkTask> task : futures) {
                all.add(task.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("LCBench: " + e.getCause(), e);
        } finally {
            sampling.shutdownNow();
        }
    }
}
