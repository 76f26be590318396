using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>What every learner owes its callers, whatever it learns.</summary>
public sealed class LearnerContractTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, ILearnerCase> Cases { get; } = typeof(ILearnerCase).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ILearnerCase)))
        .Select(type => (ILearnerCase)Activator.CreateInstance(type)!)
        .ToDictionary(each => each.Name, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Fitting_twice_gives_the_same_bytes_and_leaves_the_input_alone(string name)
    {
        (Matrix inputs, double[] labels) = Rows();
        long[] before = [.. Bits.Of(inputs)];
        double[] labelsBefore = [.. labels];
        string first = Cases[name].Fit(inputs, labels, null, default).Json;

        Cases[name].Fit(inputs, labels, null, default).Json.ShouldBe(first);
        Bits.Of(inputs).ShouldBe(before);
        labels.ShouldBe(labelsBefore);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Saved_and_loaded_it_is_the_same_and_a_row_alone_gives_the_bits_of_the_batch(string name)
    {
        (Matrix inputs, double[] labels) = Rows();
        IFittedLearner fitted = Cases[name].Fit(inputs, labels, null, default);
        IFittedLearner loaded = fitted.Reload();
        loaded.Json.ShouldBe(fitted.Json);
        double[]? batch = loaded.Batch(inputs);
        if (batch is null)
        {
            return;
        }

        batch.ShouldAllBe(value => double.IsFinite(value));
        long[] alone = [.. Enumerable.Range(0, inputs.Rows).SelectMany(i => fitted.Single(inputs.Row(i))).Select(BitConverter.DoubleToInt64Bits)];
        batch.Select(BitConverter.DoubleToInt64Bits).ShouldBe(alone);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_that_is_not_finite_is_refused_with_its_row_and_column(string name)
    {
        double[] refused = Cases[name].TakesMissing ? [double.PositiveInfinity, double.NegativeInfinity] : [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        foreach (double value in refused)
        {
            (Matrix inputs, double[] labels) = Rows();
            inputs.RowToWrite(17)[2] = value;
            Should.Throw<ArgumentException>(() => Cases[name].Fit(inputs, labels, null, default)).Message.ShouldContain("Row 17, column 2");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inputs_without_rows_or_columns_and_too_few_rows_are_refused(string name)
    {
        Should.Throw<ArgumentException>(() => Cases[name].Fit(new Matrix(0, 3), [], null, default));
        Should.Throw<ArgumentException>(() => Cases[name].Fit(new Matrix(60, 0), Rows().Labels, null, default));
        if (Cases[name].TooFewRows is { } few)
        {
            (Matrix inputs, double[] labels) = Rows(few);
            Should.Throw<ArgumentException>(() => Cases[name].Fit(inputs, labels, null, default)).Message.ShouldContain(few.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_of_another_width_is_refused(string name)
    {
        (Matrix inputs, double[] labels) = Rows();
        IFittedLearner fitted = Cases[name].Fit(inputs, labels, null, default);
        if (fitted.Batch(inputs) is not null)
        {
            Should.Throw<ArgumentException>(() => fitted.Single([1, 2]));
            Should.Throw<ArgumentException>(() => fitted.Single([1, 2, 3, 4]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cancellation_is_honoured_and_progress_grows_to_one(string name)
    {
        (Matrix inputs, double[] labels) = Rows();
        Should.Throw<OperationCanceledException>(() => Cases[name].Fit(inputs, labels, null, new CancellationToken(canceled: true)));

        var seen = new SeenProgress();
        Cases[name].Fit(inputs, labels, seen, default);
        seen.Shares.ShouldBe(seen.Shares.Order());
        seen.Shares[^1].ShouldBe(1);
    }

    /// <summary>Three blobs of 20; the label follows the first column, with noise, so that both classes are everywhere.</summary>
    private static (Matrix Inputs, double[] Labels) Rows(int rows = 60)
    {
        var random = new Random(12);
        var inputs = new Matrix(rows, 3);
        var labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = inputs.RowToWrite(i);
            for (int j = 0; j < 3; j++)
            {
                row[j] = (i % 3 == j ? 4 : 0) + random.NextDouble() - 0.5;
            }

            labels[i] = i % 2 == 0 == (row[0] > 2) || random.NextDouble() < 0.3 ? 1 : 0;
        }

        labels[0] = 0;
        labels[rows - 1] = 1;
        return (inputs, labels);
    }
}
