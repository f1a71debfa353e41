package dev.sextant.worker.image;

import java.util.Map;
import java.util.TreeMap;

/** Names by which Keras, fastai, PyTorch and scikit-learn know settings of the trainer {@code image-classifier}. */
final class OtherNames {
    /** What to say about each name. */
    static final Map<String, String> REMEDIES = remedies();

    private OtherNames() {}

    private static Map<String, String> remedies() {
        Map<String, String> names = new TreeMap<>();
        called(names, "data", "dataset data_dir data_path directory images image_dir path train_dir");
        called(names, "validation_share", "validation_split val_split valid_pct test_size");
        called(names, "folds", "n_splits n_folds cv k_folds");
        called(names, "image_size", "img_size input_size input_shape target_size size resolution");
        called(names, "channels", "color_mode n_channels num_channels");
        called(names, "preprocessing", "rescale normalize preprocessing_function");
        called(
                names,
                "backbone",
                "pretrained pretrained_model transfer_model base_model model arch architecture encoder "
                        + "network weights");
        called(names, "layers", "nb_layers n_layers num_layers hidden_layers dense_layers num_hidden_layers");
        called(names, "hidden_size", "units n_units num_units hidden hidden_units dense_units neurons");
        called(names, "dropout", "dropout_rate drop_rate p_drop");
        called(names, "batch_norm", "batch_normalization batchnorm bn");
        called(names, "activation", "activation_function act nonlinearity");
        called(names, "class_weight", "class_weights include_class_weight balanced balance_classes balanced_weights");
        called(names, "label_smoothing", "smoothing");
        called(names, "focal_gamma", "focal_loss gamma");
        called(names, "batch_size", "batch bs batchsize minibatch_size mini_batch_size");
        called(names, "optimizer", "optimiser optim opt solver opt_func");
        called(names, "learning_rate", "lr lrate eta init_lr initial_lr learning_rate_init max_lr base_lr");
        called(names, "weight_decay", "wd decay l2 l2_reg weight_regularization");
        called(names, "gradient_clip", "clip clipnorm clip_norm grad_clip max_grad_norm");
        called(names, "schedule", "scheduler lr_schedule lr_scheduler lr_scheduler_type");
        called(names, "warmup_epochs", "warmup warmup_steps");
        called(names, "step_factor", "lr_decay lr_gamma");
        called(names, "step_epochs", "lr_step_size step_size");
        called(names, "weight_average", "ema ema_decay ema_momentum swa");
        called(names, "patience", "early_stopping_patience early_stopping_rounds");
        called(names, "fine_tuning", "finetune fine_tune finetuning unfreeze trainable");
        called(names, "retrain_from", "unfreeze_from fine_tune_at freeze_to freeze_until trainable_layers");
        called(names, "head_epochs", "freeze_epochs frozen_epochs");
        called(names, "augmentation", "augment augmentations data_augmentation transforms aug aug_transforms");
        called(names, "rotation", "rotation_range rotate max_rotate degrees");
        called(names, "shift", "width_shift_range height_shift_range width_shift height_shift translate");
        called(names, "shear", "shear_range");
        called(names, "zoom_min and zoom_max", "zoom zoom_range max_zoom min_zoom random_zoom");
        called(names, "flip_horizontal", "horizontal_flip hflip do_flip random_flip flip fliplr");
        called(names, "flip_vertical", "vertical_flip vflip flip_vert flipud");
        called(names, "crop", "random_crop random_resized_crop min_scale");
        called(names, "brightness", "brightness_range max_lighting");
        called(names, "erasing", "random_erasing cutout");
        called(names, "mixup", "mixup_alpha mix_up");
        called(names, "cutmix", "cutmix_alpha cut_mix");
        say(names, "the backbone is frozen unless fine_tuning is true", "freeze frozen freeze_backbone");
        say(names, "it is a value of optimizer", "sgd adam adamw");
        say(names, "data says which classes there are", "classes class_mode n_classes num_classes labels");
        return Map.copyOf(names);
    }

    private static void called(Map<String, String> names, String setting, String others) {
        say(names, "it is called " + setting, others);
    }

    private static void say(Map<String, String> names, String remedy, String others) {
        for (String other : others.split(" ", -1)) {
            if (names.put(other, remedy) != null) {
                throw new IllegalStateException(other + " has two remedies");
            }
        }
    }
}
