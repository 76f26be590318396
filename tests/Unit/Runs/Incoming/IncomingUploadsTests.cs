using System.Text;
using Clientele.Runs;
using Clientele.Runs.Incoming;
using Clientele.Schemas;
using Clientele.Storage;
using Clientele.Testing;
using Clientele.Unit.Runs.Simulation;

namespace Clientele.Unit.Runs.Incoming;

public sealed class IncomingUploadsTests
{
    private const string Absent = "0123456789abcdef0123456789abcdef";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_file_is_sent_understood_confirmed_and_worked_through()
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        string csv = World.Customers(1, 40, seed: 1).Replace(';', '|').Replace("spend", "gasto", StringComparison.Ordinal);
        string id = await SendAsync(world, uploads, "clientes ñ.csv", csv);

        UploadUnderstanding alone = (await uploads.UnderstandAsync(id, UploadCorrections.None, None)).ShouldNotBeNull();
        alone.FileName.ShouldBe("clientes ñ.csv");
        alone.UnknownColumns.ShouldBe(["gasto"]);
        var corrections = new UploadCorrections { Delimiter = "pipe", Columns = ColumnMapping.Parse("spend=3") };
        ConfirmedUpload confirmed = (await uploads.ConfirmAsync(id, corrections, None)).ShouldNotBeNull();

        confirmed.Name.ShouldBe("tiny/clientes ñ.csv");
        BlobFacts upload = (await world.Storage.Container("uploads").FindAsync(confirmed.Name, None)).Facts.ShouldNotBeNull();
        upload.Metadata.ShouldBe(
            new Dictionary<string, string> { ["columns"] = "spend=3", ["delimiter"] = "pipe", ["filename"] = "clientes%20%C3%B1.csv", ["incoming"] = id }, ignoreOrder: true);
        (await world.Storage.Container("incoming").FindAsync(id, None)).Facts.ShouldBeNull();
        (await uploads.FindRunAsync(confirmed.Name, None)).ShouldNotBeNull().Id.ShouldBe(confirmed.Run);
        RunRow run = Work(world);
        (run.State, run.Id.Value).ShouldBe((RunState.Completed, confirmed.Run), run.Error);
        run.Warnings.ShouldNotContain("gasto");

        // The same customers as from a file whose header needs no help.
        (await world.UndisturbedAsync("uploads/plain.csv", World.Customers(1, 40, seed: 1), run.ModelVersion))["scores.csv"].ShouldBe(world.FilesOf(run.Id)["scores.csv"]);
    }

    [Fact]
    public async Task Confirming_again_gives_the_same_answer_and_no_second_upload()
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        string id = await SendAsync(world, uploads, "a.csv", World.Customers(1, 20, seed: 1));

        ConfirmedUpload first = (await uploads.ConfirmAsync(id, UploadCorrections.None, None)).ShouldNotBeNull();
        string etag = (await world.Storage.Container("uploads").FindAsync(first.Name, None)).Facts!.ETag;

        (await uploads.ConfirmAsync(id, new UploadCorrections { Delimiter = "tab" }, None)).ShouldBe(first);
        (await uploads.FindConfirmedAsync(id, None)).ShouldBe(first);
        (await uploads.UnderstandAsync(id, UploadCorrections.None, None)).ShouldBeNull();
        (await world.Storage.Container("uploads").FindAsync(first.Name, None)).Facts!.ETag.ShouldBe(etag);
    }

    [Fact]
    public async Task A_confirmation_that_is_cut_off_at_any_request_is_finished_by_the_next_one_with_one_upload()
    {
        for (int cut = 1; ; cut++)
        {
            World world = await World.CreateAsync();
            IncomingUploads uploads = Open(world);
            string id = await SendAsync(world, uploads, "a.csv", World.Customers(1, 20, seed: 1));
            int requests = 0;
            var etags = new HashSet<string>(StringComparer.Ordinal);
            world.Storage.After = async operation =>
            {
                if (operation.Kind == StorageOperationKind.CopyBlob)
                {
                    etags.Add((await world.Storage.Open().Uploads.ListAsync(null, None).ToListAsync()).Single().ETag);
                }

                if (++requests == cut)
                {
                    throw new IOException("The answer was lost.");
                }
            };

            bool failed = false;
            try
            {
                await uploads.ConfirmAsync(id, UploadCorrections.None, None);
            }
            catch (IOException)
            {
                failed = true;
            }

            world.Storage.After = null;
            ConfirmedUpload confirmed = (await uploads.ConfirmAsync(id, UploadCorrections.None, None)).ShouldNotBeNull();
            etags.Count.ShouldBeLessThanOrEqualTo(1);
            world.Runs.ShouldHaveSingleItem().Id.Value.ShouldBe(confirmed.Run);
            if (!failed)
            {
                cut.ShouldBeGreaterThan(6);
                return;
            }
        }
    }

    [Fact]
    public async Task A_file_of_the_same_name_is_a_newer_version_of_the_upload()
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        ConfirmedUpload first = (await uploads.ConfirmAsync(await SendAsync(world, uploads, "a.csv", World.Customers(1, 20, seed: 1)), UploadCorrections.None, None)).ShouldNotBeNull();
        world.Storage.Now += TimeSpan.FromSeconds(3);
        ConfirmedUpload second = (await uploads.ConfirmAsync(await SendAsync(world, uploads, "a.csv", World.Customers(1, 20, seed: 2)), UploadCorrections.None, None)).ShouldNotBeNull();

        second.Name.ShouldBe(first.Name);
        second.Run.ShouldNotBe(first.Run);
        world.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_used_is_not_confirmed()
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        string id = await SendAsync(world, uploads, "a.csv", "foo,bar\n1,2\n");

        UploadRefusedException refused = await Should.ThrowAsync<UploadRefusedException>(() => uploads.ConfirmAsync(id, UploadCorrections.None, None));

        refused.Reason.ShouldBe(UploadRefusal.NotUsable);
        refused.Message.ShouldBe((await uploads.UnderstandAsync(id, UploadCorrections.None, None)).ShouldNotBeNull().Problem);
        (await world.Storage.Open().Uploads.ListAsync(null, None).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_break_is_resumed_with_the_blocks_that_arrived_whole()
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        const long Block = 8 << 20;
        const long Length = (2 * Block) + 5;
        UploadSession begun = await uploads.BeginAsync("big.csv", Length, None);
        (begun.BlockBytes, begun.BlockCount, begun.BlocksThere.Count, begun.IsComplete).ShouldBe((Block, 3, 0, false));
        MemoryBlobContainer incoming = world.Storage.Container("incoming");
        await incoming.StageBlockAsync(begun.Id, "000002", BinaryData.FromBytes(new byte[5]), None);
        await incoming.StageBlockAsync(begun.Id, "000000", BinaryData.FromBytes(new byte[5]), None);

        (await uploads.ResumeAsync(begun.Id, Length, None)).ShouldNotBeNull().BlocksThere.ShouldBe([2]);
        (await uploads.CommitAsync(begun.Id, "big.csv", Length, None)).ShouldNotBeNull().MissingBlocks.ShouldBe([0, 1]);
        await incoming.StageBlockAsync(begun.Id, "000000", BinaryData.FromBytes(new byte[Block]), None);
        await incoming.StageBlockAsync(begun.Id, "000001", BinaryData.FromBytes(new byte[Block]), None);
        (await uploads.CommitAsync(begun.Id, "big.csv", Length, None)).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        (await uploads.CommitAsync(begun.Id, "big.csv", Length, None)).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        UploadSession resumed = (await uploads.ResumeAsync(begun.Id, Length, None)).ShouldNotBeNull();
        (resumed.IsComplete, resumed.BlocksThere.Count).ShouldBe((true, 3));
    }

    [Fact]
    public async Task An_address_lasts_two_hours_and_begins_before_now()
    {
        World world = await World.CreateAsync();
        UploadSession session = await Open(world).BeginAsync("a.csv", 5, None);

        session.ExpiresOn.ShouldBe(world.Storage.Now.AddHours(2), TimeSpan.FromSeconds(1));
        session.Address.Query.ShouldContain($"st={world.Storage.Now.AddMinutes(-5):yyyy-MM-dd'T'HH:mm}");
        session.Id.Length.ShouldBe(32);
        session.Id.ShouldNotBe((await Open(world).BeginAsync("a.csv", 5, None)).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../uploads/a.csv")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcde/")]
    public async Task What_is_no_id_never_reaches_storage(string id)
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        world.Storage.Before = operation => throw new InvalidOperationException(operation.ToString());

        (await uploads.ResumeAsync(id, 5, None)).ShouldBeNull();
        (await uploads.CommitAsync(id, "a.csv", 5, None)).ShouldBeNull();
        (await uploads.UnderstandAsync(id, UploadCorrections.None, None)).ShouldBeNull();
        (await uploads.ConfirmAsync(id, UploadCorrections.None, None)).ShouldBeNull();
        await uploads.DiscardAsync(id, None);
    }

    [Fact]
    public async Task A_discarded_file_and_its_blocks_are_gone()
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        string id = await SendAsync(world, uploads, "a.csv", World.Customers(1, 20, seed: 1));
        await world.Storage.Container("incoming").StageBlockAsync(Absent, "000000", BinaryData.FromString("12345"), None);

        await uploads.DiscardAsync(id, None);
        await uploads.DiscardAsync(Absent, None);

        (await uploads.UnderstandAsync(id, UploadCorrections.None, None)).ShouldBeNull();
        (await uploads.ConfirmAsync(id, UploadCorrections.None, None)).ShouldBeNull();
        (await uploads.ResumeAsync(Absent, 5, None)).ShouldNotBeNull().BlocksThere.ShouldBeEmpty();
    }

    [Fact]
    public async Task Watch_forgets_what_nobody_confirms_within_two_days()
    {
        World world = await World.CreateAsync();
        IncomingUploads uploads = Open(world);
        string old = await SendAsync(world, uploads, "old.csv", World.Customers(1, 20, seed: 1));
        await world.Start().Engine.WatchAsync(None);
        (await uploads.UnderstandAsync(old, UploadCorrections.None, None)).ShouldNotBeNull();
        world.Storage.Now += TimeSpan.FromHours(47);
        string young = await SendAsync(world, uploads, "young.csv", World.Customers(1, 20, seed: 1));
        world.Storage.Now += TimeSpan.FromHours(2);

        await world.Start().Engine.WatchAsync(None);

        (await uploads.UnderstandAsync(old, UploadCorrections.None, None)).ShouldBeNull();
        (await uploads.UnderstandAsync(young, UploadCorrections.None, None)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("wealth=2", "names wealth, which is no field")]
    [InlineData("spend=9", "from column 9, and the file has 3")]
    [InlineData("spend", "expected a field and its column")]
    public async Task A_mapping_that_cannot_be_followed_fails_the_run_with_a_sentence(string columns, string sentence)
    {
        World world = await World.CreateAsync();
        await world.Storage.Container("uploads").UploadAsync(
            "tiny/a.csv", new MemoryStream(Encoding.UTF8.GetBytes(World.Customers(1, 20, seed: 1))), new Dictionary<string, string> { ["columns"] = columns }, None);
        world.Storage.Now += TimeSpan.FromSeconds(3);
        await world.Start().Engine.PlanUploadAsync("tiny/a.csv", None);

        RunRow run = Work(world);

        run.State.ShouldBe(RunState.Failed);
        run.Error.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_retry_can_map_columns_and_what_is_no_mapping_is_refused_at_once()
    {
        World world = await World.CreateAsync();
        world.Upload("uploads", "tiny/a.csv", World.Customers(1, 20, seed: 1).Replace("id;age;spend", "id;foo;bar", StringComparison.Ordinal));
        RunEngine engine = world.Start().Engine;
        await engine.PlanUploadAsync("tiny/a.csv", None);
        RunRow failed = Work(world);
        failed.State.ShouldBe(RunState.Failed);

        await Should.ThrowAsync<FormatException>(() => engine.RetryAsync(failed.Id.Value, new Dictionary<string, string> { ["columns"] = "age" }, None));
        RetryOutcome retried = await engine.RetryAsync(failed.Id.Value, new Dictionary<string, string> { ["columns"] = "age=2,spend=3" }, None);

        RunRow run = Work(world);
        run.Id.Value.ShouldBe(retried.RunId);
        run.State.ShouldBe(RunState.Completed, run.Error);
    }

    private static IncomingUploads Open(World world) => new(world.Storage.Open(), world.Schemas(), world.Start().Engine, new ServiceTime(world.Storage));

    /// <summary>Plays the browser.</summary>
    private static async Task<string> SendAsync(World world, IncomingUploads uploads, string name, string csv)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(csv);
        UploadSession session = await uploads.BeginAsync(name, bytes.Length, None);
        await world.Storage.Container("incoming").StageBlockAsync(session.Id, "000000", BinaryData.FromBytes(bytes), None);
        (await uploads.CommitAsync(session.Id, name, bytes.Length, None)).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        return session.Id;
    }

    /// <summary>Works off the queue; the newest run.</summary>
    private static RunRow Work(World world)
    {
        world.Storage.Now += TimeSpan.FromSeconds(3);
        using var schedule = new Schedule(1, world.Storage, Roughness.None, world.Start);
        schedule.Run();
        return world.Runs.OrderBy(run => run.Id.Value, StringComparer.Ordinal).Last();
    }

    private sealed class ServiceTime(MemoryStorage storage) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => storage.Now;
    }
}
