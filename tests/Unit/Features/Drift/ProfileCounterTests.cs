using System.Buffers;
using System.Text;
using Clientele.Features.Drift;
using Clientele.Schemas;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features.Drift;

public class ProfileCounterTests
{
    private static readonly TrainingProfile Profile = DriftFiles.Profile;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Counts_are_the_same_in_whatever_parts_and_order_the_file_is_counted(int seed)
    {
        // More new towns than are kept, in an order of their own.
        var random = new Random(seed);
        int[] towns = [.. Enumerable.Range(0, 600).Select(_ => random.Next(120))];
        List<TypedRecord> records = [.. DriftFiles.Customers(10_000, 600, (record, i) => DriftFiles.SetText(record, SampleCustomers.Town, $"{towns[i] * 7919 % 120:D3} town"))];
        byte[] whole = Bytes(DriftFiles.Count(Profile, records));
        int first = random.Next(1, 300);
        int second = random.Next(300, 600);
        ProfileCounter a = DriftFiles.Count(Profile, records[..first]);
        ProfileCounter b = DriftFiles.Count(Profile, records[first..second]);
        ProfileCounter c = DriftFiles.Count(Profile, records[second..]);

        Bytes(Merged(Merged(a, b), c)).ShouldBe(whole);
        Bytes(Merged(a, Merged(b, c))).ShouldBe(whole);
        Bytes(Merged(Merged(c, a), b)).ShouldBe(whole);
        Bytes(Merged(new ProfileCounter(Profile), DriftFiles.Count(Profile, records))).ShouldBe(whole);
    }

    [Fact]
    public void Written_and_read_they_are_the_same()
    {
        ProfileCounter counter = DriftFiles.Count(Profile, DriftFiles.Customers(10_000, 700, (record, i) => DriftFiles.SetText(record, SampleCustomers.Plan, i % 3 == 0 ? "Platin ☂" : "")));
        byte[] bytes = Bytes(counter);

        ProfileCounter read = ProfileCounter.Read(Profile, bytes);

        Bytes(read).ShouldBe(bytes);
        read.Records.ShouldBe(700);
        bytes.Length.ShouldBeLessThan(200);
        DriftReport.Of(Profile, read).Sentence.ShouldBe(DriftReport.Of(Profile, counter).Sentence);
    }

    [Fact]
    public void Bytes_of_something_else_are_refused()
    {
        byte[] bytes = Bytes(DriftFiles.Count(Profile, DriftFiles.Customers(10_000, 300, (record, _) => DriftFiles.SetText(record, SampleCustomers.Plan, "Platin"))));
        for (int length = 0; length < bytes.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => ProfileCounter.Read(Profile, bytes.AsSpan(0, length)));
        }

        Should.Throw<InvalidDataException>(() => ProfileCounter.Read(Profile, [.. bytes, 0]));
        Should.Throw<InvalidDataException>(() => ProfileCounter.Read(Profile, [5, 3, 1, 1, 1]));
        Should.Throw<InvalidDataException>(() => ProfileCounter.Read(Profile, [.. Enumerable.Repeat((byte)0xFF, 40)]));
    }

    [Fact]
    public void Of_more_new_texts_than_are_kept_the_records_still_count()
    {
        ProfileCounter counter = DriftFiles.Count(Profile, DriftFiles.Customers(10_000, 300, (record, i) => DriftFiles.SetText(record, SampleCustomers.Town, $"{300 - i:D3}")));
        NewTexts towns = counter.NewTextsOf(5).ShouldNotBeNull();

        towns.Records.ShouldBe(300);
        towns.Count.ShouldBe(NewTexts.Most);
        towns.MostFrequent(2).ShouldBe([("001", 1), ("002", 1)]);
        DriftFiles.Of(DriftReport.Of(Profile, counter), "Town").New.ShouldBe(1);
    }

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        var texts = new NewTexts();
        texts.Add(Encoding.UTF8.GetBytes(new string('x', 63) + "é and more"), 2);
        texts.Add(Encoding.UTF8.GetBytes(new string('x', 63)), 1);
        texts.Add(Encoding.UTF8.GetBytes(new string('☂', 40)), 1);

        texts.MostFrequent(10).ShouldBe([(new string('x', 63), 3), (new string('☂', 21), 1)]);
    }

    [Fact]
    public void A_value_that_training_did_not_have_is_another_value_or_at_an_end()
    {
        int[] bins = [.. new double[] { -1, 0, 0.5, 1, 7 }.Select(value =>
        {
            ProfileCounter counter = DriftFiles.Count(Profile, DriftFiles.Customers(1, 1, (record, _) =>
            {
                record.Numbers[SampleCustomers.Member] = value;
                record.Numbers[SampleCustomers.Income] = value * 1e9;
            }));
            counter.CountsOf(0)[value > 0 ? 9 : 0].ShouldBe(1);
            return counter.CountsOf(3).IndexOf(1);
        })];

        bins.ShouldBe([2, 0, 2, 1, 2]);
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var counter = new ProfileCounter(Profile);
        TypedRecord known = SampleCustomers.Customer(3);
        TypedRecord fresh = SampleCustomers.Customer(4);
        DriftFiles.SetText(fresh, SampleCustomers.Plan, "Platin");
        counter.Add(fresh, 0.5);
        counter.Add(known, 0.5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            counter.Add(known, 0.5);
            counter.Add(fresh, 0.1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        counter.Records.ShouldBe(2002);
    }

    [Fact]
    public void Counts_of_another_profile_are_not_merged()
    {
        TrainingProfile other = new(0, [], new ScoreProfile([], [0]));

        Should.Throw<ArgumentException>(() => new ProfileCounter(Profile).Merge(new ProfileCounter(other)));
    }

    private static ProfileCounter Merged(ProfileCounter first, ProfileCounter second)
    {
        ProfileCounter sum = ProfileCounter.Read(Profile, Bytes(first));
        sum.Merge(second);
        return sum;
    }

    private static byte[] Bytes(ProfileCounter counter)
    {
        var into = new ArrayBufferWriter<byte>();
        counter.Write(into);
        return into.WrittenSpan.ToArray();
    }
}
