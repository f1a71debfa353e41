package dev.sextant.benchmarks.search;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results in a CSV file: one line per step of the incumbent trace, and a last line per run that repeats the best score and
 * adds the score of the recommended configuration and the times of proposals.
 */
final class ResultFile implements AutoCloseable {
    private static final String HEADER =
            "algorithm,suite,task,slots,seed,budget,epoch,best,time,recommended,ask_ms_p50,ask_ms_p99";
    private static final int COLUMNS = HEADER.split(",", -1).length;

    private final BufferedWriter out;

    private ResultFile(BufferedWriter out) {
        this.out = out;
    }

    /** Creates a file, replacing one that exists. */
    static ResultFile create(Path file) throws IOException {
        ResultFile result = new ResultFile(Files.newBufferedWriter(file));
        result.line(HEADER);
        return result;
    }

    /** Adds a result. The file is flushed, so that results are kept when the benchmark is interrupted. */
    void add(BenchmarkResult run) throws IOException {
        BenchmarkRun key = run.key();
        String start = String.join(
                ",",
                key.algorithm(),
                key.suite(),
                key.task(),
                Integer.toString(key.slots()),
                Integer.toString(key.seed()),
                Long.toString(key.budget()));
        IncumbentTrace.Step last = new IncumbentTrace.Step(0, Double.NaN, 0);
        for (IncumbentTrace.Step step : run.best().steps()) {
            line(start + "," + step.epoch() + "," + step.best() + "," + step.time() + ",,,");
            last = step;
        }
        line(String.join(
                ",",
                start,
                Long.toString(run.epochs()),
                Double.toString(last.best()),
                Double.toString(last.time()),
                Double.toString(run.recommended()),
                Double.toString(run.askMillisP50()),
                Double.toString(run.askMillisP99())));
        out.flush();
    }

    private void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when the file has another format, with the line
     */
    static List<BenchmarkResult> read(Path file) throws IOException {
        List<BenchmarkResult> runs = new ArrayList<>();
        Map<BenchmarkRun, List<IncumbentTrace.Step>> open = new LinkedHashMap<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            if (!HEADER.equals(in.readLine())) {
                throw new IllegalArgumentException(file + " does not begin with the columns " + HEADER);
            }
            int number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String[] cells = line.split(",", -1);
                if (cells.length != COLUMNS) {
                    throw new IllegalArgumentException(
                            file + " line " + number + " has " + cells.length + " cells, expected " + COLUMNS);
                }
                BenchmarkRun key = new BenchmarkRun(
                        cells[0],
                        cells[1],
                        cells[2],
                        Integer.parseInt(cells[3]),
                        Integer.parseInt(cells[4]),
                        Long.parseLong(cells[5]));
                List<IncumbentTrace.Step> steps = open.computeIfAbsent(key, run -> new ArrayList<>());
                long epoch = Long.parseLong(cells[6]);
                if (cells[9].isEmpty()) {
                    steps.add(
                            new IncumbentTrace.Step(epoch, Double.parseDouble(cells[7]), Double.parseDouble(cells[8])));
                } else {
                    open.remove(key);
                    runs.add(new BenchmarkResult(
                            key,
                            new IncumbentTrace(steps),
                            epoch,
                            Double.parseDouble(cells[9]),
                            Double.parseDouble(cells[10]),
                            Double.parseDouble(cells[11])));
                }
            }
        }
        return runs;
    }
}
