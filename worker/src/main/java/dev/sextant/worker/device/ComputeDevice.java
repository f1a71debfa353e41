package dev.sextant.worker.device;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.util.CrashReportingUtil;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Binds the calling thread to the device and the number of threads that its run was given. */
public final class ComputeDevice {
    private static final Pattern GPU = Pattern.compile("gpu (\\d+).*");

    private ComputeDevice() {}

    /**
     * @param device e.g. {@code cpu} or {@code gpu 0}
     * @param threads CPU threads for native operations; holds for the whole process, whose runs all have the same number
     * @throws TrainingFailure when there is no such device
     */
    public static void use(String device, int threads) throws TrainingFailure {
        // Asked first: ND4J's start-up sets what its native operations need.
        requireNd4j();
        // Written into the working directory when memory runs out, by libraries that are not shipped.
        CrashReportingUtil.crashDumpsEnabled(false);
        boolean cpuOnly = Nd4j.getEnvironment().isCPU();
        Matcher gpu = GPU.matcher(device);
        if (!gpu.matches()) {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            return;
        }
        if (cpuOnly) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The run was given " + device
                            + ", but ND4J computes on the CPU here; build with the profile cuda, or "
                            + "set cluster.gpus_per_trial to 0");
        }
        int devices = Nd4j.getAffinityManager().getNumberOfDevices();
        // An executor that sees its own device alone knows it as number 0, whatever Spark calls it.
        int index = devices == 1 ? 0 : Integer.parseInt(gpu.group(1));
        if (index >= devices) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The run was given " + device + ", but ND4J sees " + devices
                            + " devices; check CUDA_VISIBLE_DEVICES and the discovery script");
        }
        Nd4j.getAffinityManager().unsafeSetDevice(index);
    }

    /** @throws TrainingFailure when ND4J does not start on this machine, with the remedy */
    public static void requireNd4j() throws TrainingFailure {
        try {
            Nd4j.getEnvironment();
        } catch (LinkageError | RuntimeException e) { // of its static initializer: the first time this, then that
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "ND4J does not start on this machine (" + e
                            + "). Built with the profile cuda it needs a GPU and the"
                            + " driver's libcuda.so.1; elsewhere take a build without that profile",
                    e);
        }
    }
}
